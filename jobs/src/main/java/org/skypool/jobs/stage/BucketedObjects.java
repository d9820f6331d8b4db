package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.Catalogue;
import org.skypool.jobs.io.TableFormat;
import scala.Tuple2;

/**
 * The usable objects of a catalogue, each in its bucket, in the order of ids, kept where the tasks
 * that sample them run.
 *
 * @param rows values of the model's columns by bucket and id
 * @param columns their names
 * @param buckets the fixed buckets
 * @param partitioner which partition has which buckets
 * @param size number of objects
 */
record BucketedObjects(
    JavaPairRDD<BucketKey, double[]> rows,
    List<String> columns,
    Buckets buckets,
    BucketPartitioner partitioner,
    long size)
    implements AutoCloseable {

  private static final int TASKS_PER_CORE = 4;

  static BucketedObjects of(
      SparkSession spark,
      Catalogue catalogue,
      List<String> columns,
      long bytesPerObject,
      OptionalInt partitions) {
    Buckets buckets = Buckets.of(catalogue.size(), bytesPerObject);
    int wanted = partitions.orElse(TASKS_PER_CORE * spark.sparkContext().defaultParallelism());
    BucketPartitioner partitioner = new BucketPartitioner(buckets.count(), wanted);
    List<String> names = List.copyOf(columns);
    JavaPairRDD<BucketKey, double[]> rows =
        catalogue
            .objects()
            .javaRDD()
            .mapToPair(
                row -> {
                  String id = row.getString(row.fieldIndex(TableFormat.OBJECT_ID));
                  double[] values = new double[names.size()];
                  for (int c = 0; c < values.length; c++) {
                    values[c] = row.getDouble(row.fieldIndex(names.get(c)));
                  }
                  return new Tuple2<>(new BucketKey(buckets.of(id), id), values);
                })
            .repartitionAndSortWithinPartitions(partitioner)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new BucketedObjects(rows, names, buckets, partitioner, catalogue.size());
  }

  /** One bucket's objects. */
  record Bucket(int number, ObjectBlock objects) {}

  /**
   * Gathers the sorted rows of a partition into its buckets; buckets without objects are there too.
   */
  static Iterator<Bucket> gather(
      int partition,
      BucketPartitioner partitioner,
      int buckets,
      List<String> columns,
      Iterator<Tuple2<BucketKey, double[]>> rows) {
    PrimitiveIterator.OfInt numbers =
        IntStream.range(0, buckets).filter(b -> partitioner.partitionOf(b) == partition).iterator();
    return new Iterator<>() {
      private Tuple2<BucketKey, double[]> next = rows.hasNext() ? rows.next() : null;

      @Override
      public boolean hasNext() {
        return numbers.hasNext();
      }

      @Override
      public Bucket next() {
        int number = numbers.nextInt();
        List<String> ids = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        while (next != null && next._1().bucket() == number) {
          ids.add(next._1().id());
          values.add(next._2());
          next = rows.hasNext() ? rows.next() : null;
        }
        return new Bucket(number, block(columns, ids, values));
      }
    };
  }

  static ObjectBlock block(List<String> columns, List<String> ids, List<double[]> values) {
    Map<String, double[]> arrays = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      double[] column = new double[ids.size()];
      for (int i = 0; i < column.length; i++) {
        column[i] = values.get(i)[c];
      }
      arrays.put(columns.get(c), column);
    }
    return new ObjectBlock(ids, arrays);
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(rows.context());
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
