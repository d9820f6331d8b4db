package org.skypool.jobs.stage;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.inference.LeaveOneOut;
import org.skypool.jobs.progress.JobName;

/**
 * The sum over objects of what the others say of each. Sums are of decimals of twelve places, which
 * are exact and so do not depend on their order.
 */
final class PredictedObjects {
  private static final double LARGEST = 3e7;
  private static final String DECIMAL = "decimal(28,12)";

  private final SparkSession spark;
  private final Path output;

  PredictedObjects(SparkSession spark, Path output) {
    this.spark = spark;
    this.output = output;
  }

  /** What {@code run.json} says of it. */
  Map<String, Object> total() {
    Column value = functions.col(ShrinkObjects.LOG_PREDICTIVE);
    Column usable = value.isNotNull().and(functions.abs(value).leq(LARGEST));
    Column square = value.multiply(value);
    Row sums;
    try (JobName named = JobName.of(spark.sparkContext(), "leave-one-out totals")) {
      sums =
          spark
              .read()
              .parquet(new Path(output, ShrinkObjects.TABLE).toString())
              .agg(
                  functions.count(functions.when(usable, 1)),
                  functions.sum(functions.when(usable, value.cast(DECIMAL))),
                  functions.sum(functions.when(usable, square.cast(DECIMAL))),
                  functions.count(
                      functions.when(
                          usable
                              .and(
                                  functions.not(
                                      functions.isnan(functions.col(ShrinkObjects.LOO_KHAT))))
                              .and(
                                  functions
                                      .col(ShrinkObjects.LOO_KHAT)
                                      .gt(LeaveOneOut.LARGEST_KHAT)),
                          1)),
                  functions.count(functions.lit(1)))
              .first();
    }
    long objects = sums.getLong(0);
    LeaveOneOut.Total total =
        LeaveOneOut.Total.ofSums(objects, number(sums, 1), number(sums, 2), sums.getLong(3));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("value", objects == 0 ? Double.NaN : total.value());
    map.put("se", objects == 0 ? Double.NaN : total.standardError());
    map.put("khat_above_0.7", total.aboveBound());
    map.put("objects", objects);
    map.put("without", sums.getLong(4) - objects);
    return map;
  }

  private static double number(Row row, int column) {
    BigDecimal sum = row.getDecimal(column);
    return sum == null ? 0 : sum.doubleValue();
  }
}
