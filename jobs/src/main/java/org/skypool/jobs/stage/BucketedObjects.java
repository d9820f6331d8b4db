package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
 * @param rows data of the objects by bucket and id
 * @param columns names of the columns
 * @param buckets the fixed buckets
 * @param partitioner which partition has which buckets
 * @param size number of objects
 */
record BucketedObjects(
    JavaPairRDD<BucketKey, ObjectRow> rows,
    ObjectColumns columns,
    Buckets buckets,
    BucketPartitioner partitioner,
    long size)
    implements AutoCloseable {

  private static final int TASKS_PER_CORE = 4;

  /**
   * Brings the objects to their buckets.
   *
   * @param observations of the objects, where they have several; those of other objects are left
   *     out
   */
  static BucketedObjects of(
      SparkSession spark,
      Catalogue catalogue,
      Optional<Catalogue> observations,
      ObjectColumns columns,
      Buckets buckets,
      OptionalInt partitions) {
    int wanted = partitions.orElse(TASKS_PER_CORE * spark.sparkContext().defaultParallelism());
    BucketPartitioner partitioner = new BucketPartitioner(buckets.count(), wanted);
    JavaPairRDD<BucketKey, ObjectRow> objects =
        keyed(catalogue, columns.object(), buckets).mapValues(ObjectRow::single);
    if (observations.isPresent()) {
      objects =
          objects
              .leftOuterJoin(
                  keyed(observations.get(), columns.observed(), buckets).groupByKey(partitioner))
              .mapValues(pair -> pair._1().with(list(pair._2())));
    }
    JavaPairRDD<BucketKey, ObjectRow> rows =
        objects
            .repartitionAndSortWithinPartitions(partitioner)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new BucketedObjects(rows, columns, buckets, partitioner, catalogue.size());
  }

  private static List<double[]> list(org.apache.spark.api.java.Optional<Iterable<double[]>> all) {
    List<double[]> list = new ArrayList<>();
    if (all.isPresent()) {
      all.get().forEach(list::add);
    }
    return list;
  }

  private static JavaPairRDD<BucketKey, double[]> keyed(
      Catalogue table, List<String> names, Buckets buckets) {
    List<String> columns = List.copyOf(names);
    return table
        .objects()
        .javaRDD()
        .mapToPair(
            row -> {
              String id = row.getString(row.fieldIndex(TableFormat.OBJECT_ID));
              double[] values = new double[columns.size()];
              for (int c = 0; c < values.length; c++) {
                values[c] = row.getDouble(row.fieldIndex(columns.get(c)));
              }
              return new Tuple2<>(new BucketKey(buckets.of(id), id), values);
            });
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
      ObjectColumns columns,
      Iterator<Tuple2<BucketKey, ObjectRow>> rows) {
    PrimitiveIterator.OfInt numbers =
        IntStream.range(0, buckets).filter(b -> partitioner.partitionOf(b) == partition).iterator();
    return new Iterator<>() {
      private Tuple2<BucketKey, ObjectRow> next = rows.hasNext() ? rows.next() : null;

      @Override
      public boolean hasNext() {
        return numbers.hasNext();
      }

      @Override
      public Bucket next() {
        int number = numbers.nextInt();
        List<String> ids = new ArrayList<>();
        List<ObjectRow> values = new ArrayList<>();
        while (next != null && next._1().bucket() == number) {
          ids.add(next._1().id());
          values.add(next._2());
          next = rows.hasNext() ? rows.next() : null;
        }
        return new Bucket(number, columns.block(ids, values));
      }
    };
  }

  /** All objects in the driver's memory, in the order of buckets and ids. */
  ObjectBlock collected() {
    List<Tuple2<BucketKey, ObjectRow>> all = new ArrayList<>(rows.collect());
    all.sort(java.util.Comparator.comparing(Tuple2::_1));
    return columns.block(
        all.stream().map(row -> row._1().id()).toList(), all.stream().map(Tuple2::_2).toList());
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(rows.context());
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
