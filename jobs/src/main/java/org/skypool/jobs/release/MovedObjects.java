package org.skypool.jobs.release;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.jobs.io.TableFormat;

/**
 * The objects of two answers, from their tables of individuals.
 *
 * @param common objects in both
 * @param added objects in the second only
 * @param removed objects in the first only
 * @param changed objects in both whose data differ; empty where a table does not say
 * @param most those that moved most, farthest first
 */
record MovedObjects(long common, long added, long removed, OptionalLong changed, List<Moved> most) {
  private static final String MEAN = "_hierarchical_mean";
  private static final String SD = "_hierarchical_sd";

  /**
   * An object that moved.
   *
   * @param theta the individual parameter that moved farthest
   * @param from hierarchical mean in the first answer
   * @param to the same in the second
   * @param sd hierarchical standard deviation in the first
   */
  record Moved(String id, String theta, double from, double to, double sd) {

    /** The move in sd. */
    double shift() {
      return (to - from) / sd;
    }
  }

  /** Compares two tables of individuals. */
  static MovedObjects of(SparkSession spark, Path first, Path second, int top) {
    Dataset<Row> one = spark.read().parquet(first.toString());
    Dataset<Row> two = spark.read().parquet(second.toString());
    List<String> thetas =
        Arrays.stream(one.columns())
            .filter(name -> name.endsWith(MEAN) && Arrays.asList(two.columns()).contains(name))
            .map(name -> name.substring(0, name.length() - MEAN.length()))
            .toList();
    Dataset<Row> both =
        part(one, thetas, "a")
            .join(
                part(two, thetas, "b"), column("a", "id").equalTo(column("b", "id")), "full_outer");
    Column inFirst = column("a", "id").isNotNull();
    Column inSecond = column("b", "id").isNotNull();
    Column known = column("a", "hash").isNotNull().and(column("b", "hash").isNotNull());
    Row counts =
        both.agg(
                count(inFirst.and(inSecond)),
                count(inFirst.and(functions.not(inSecond))),
                count(functions.not(inFirst).and(inSecond)),
                count(inFirst.and(inSecond).and(known)),
                count(known.and(column("a", "hash").notEqual(column("b", "hash")))))
            .first();
    boolean isKnown = counts.getLong(3) == counts.getLong(0);
    return new MovedObjects(
        counts.getLong(0),
        counts.getLong(2),
        counts.getLong(1),
        isKnown ? OptionalLong.of(counts.getLong(4)) : OptionalLong.empty(),
        thetas.isEmpty() ? List.of() : most(both.filter(inFirst.and(inSecond)), thetas, top));
  }

  private static Column count(Column condition) {
    return functions.count(functions.when(condition, 1));
  }

  private static Column column(String side, String name) {
    return functions.col("`" + side + " " + name + "`");
  }

  private static Dataset<Row> part(Dataset<Row> table, List<String> thetas, String side) {
    List<Column> columns = new ArrayList<>();
    columns.add(functions.col(TableFormat.OBJECT_ID).as(side + " id"));
    columns.add(
        (Arrays.asList(table.columns()).contains(TableFormat.DATA_HASH)
                ? functions.col(TableFormat.DATA_HASH)
                : functions.lit(null).cast("long"))
            .as(side + " hash"));
    for (String theta : thetas) {
      columns.add(functions.col("`" + theta + MEAN + "`").as(side + " mean " + theta));
      columns.add(functions.col("`" + theta + SD + "`").as(side + " sd " + theta));
    }
    return table.select(columns.toArray(Column[]::new));
  }

  private static List<Moved> most(Dataset<Row> common, List<String> thetas, int top) {
    List<Column> moves = new ArrayList<>();
    for (String theta : thetas) {
      Column from = column("a", "mean " + theta);
      Column to = column("b", "mean " + theta);
      Column sd = column("a", "sd " + theta);
      Column shift = functions.abs(to.minus(from).divide(sd));
      Column known = functions.when(functions.not(functions.isnan(shift)), shift);
      moves.add(
          functions.struct(
              functions.coalesce(known, functions.lit(-1.0)).as("shift"),
              functions.lit(theta).as("theta"),
              from.as("from"),
              to.as("to"),
              sd.as("sd")));
    }
    return common
        .select(
            column("a", "id").as("id"),
            functions.array_max(functions.array(moves.toArray(Column[]::new))).as("move"))
        .orderBy(functions.col("move.shift").desc(), functions.col("id").asc())
        .limit(top)
        .select("id", "move.theta", "move.from", "move.to", "move.sd")
        .collectAsList()
        .stream()
        .map(
            row ->
                new Moved(
                    row.getString(0),
                    row.getString(1),
                    row.getDouble(2),
                    row.getDouble(3),
                    row.getDouble(4)))
        .toList();
  }
}
