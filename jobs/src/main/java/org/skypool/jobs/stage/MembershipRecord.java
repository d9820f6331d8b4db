package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.skypool.core.inference.MemberCount;
import org.skypool.core.inference.Memberships;
import org.skypool.core.population.PopulationModel;
import org.skypool.jobs.io.RunJson;
import org.skypool.jobs.report.MembershipData;
import org.skypool.jobs.report.Values;

/** What is written of the memberships of objects in the components of a mixture. */
final class MembershipRecord {
  /** Entry of {@code run.json}. */
  static final String ENTRY = "memberships";

  /** Most objects that the report shows one by one. */
  private static final int SHOWN = 2_000;

  private MembershipRecord() {}

  private static List<String> names(PopulationModel population) {
    return Memberships.of(population).map(Memberships::names).orElse(List.of());
  }

  /**
   * The record with the number of objects of each component; unchanged without a mixture.
   *
   * @param counts by component
   */
  static RunJson add(RunJson json, PopulationModel population, List<MemberCount> counts) {
    if (counts.isEmpty()) {
      return json;
    }
    List<String> names = names(population);
    Map<String, Object> all = new LinkedHashMap<>();
    for (int c = 0; c < counts.size(); c++) {
      MemberCount count = counts.get(c);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("mean", count.mean());
      map.put("sd", count.sd());
      map.put("q05", count.quantiles()[0]);
      map.put("q16", count.quantiles()[1]);
      map.put("median", count.quantiles()[2]);
      map.put("q84", count.quantiles()[3]);
      map.put("q95", count.quantiles()[4]);
      count.probabilities().ifPresent(p -> map.put("probabilities", p));
      all.put(names.get(c), map);
    }
    return json.with(ENTRY, all);
  }

  /**
   * How many objects are of each component.
   *
   * @param memberships by component, draw and object
   */
  static List<MemberCount> counts(double[][][] memberships) {
    List<MemberCount> counts = new ArrayList<>();
    for (double[][] component : memberships) {
      counts.add(
          component[0].length <= MemberCount.MOST_EXACT
              ? MemberCount.of(component)
              : ofSums(component));
    }
    return counts;
  }

  private static MemberCount ofSums(double[][] memberships) {
    double[] sums = new double[memberships.length];
    double[] variances = new double[memberships.length];
    for (int s = 0; s < sums.length; s++) {
      for (double p : memberships[s]) {
        sums[s] += p;
        variances[s] += p * (1 - p);
      }
    }
    return MemberCount.ofSums(sums, variances);
  }

  /**
   * Columns of the table of individuals.
   *
   * @param memberships by component, draw and object
   */
  static Map<String, double[]> columns(PopulationModel population, double[][][] memberships) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int c = 0; c < memberships.length; c++) {
      double[] mean = new double[memberships[c][0].length];
      for (double[] draw : memberships[c]) {
        for (int i = 0; i < mean.length; i++) {
          mean[i] += draw[i] / memberships[c].length;
        }
      }
      columns.put(names(population).get(c), mean);
    }
    return columns;
  }

  /**
   * What the report shows.
   *
   * @param counts the entry of {@code run.json}
   */
  static MembershipData shown(SparkSession spark, Path output, JsonNode counts, long objects) {
    Dataset<Row> table = spark.read().parquet(new Path(output, ShrinkObjects.TABLE).toString());
    List<String> names = new ArrayList<>();
    counts.fieldNames().forEachRemaining(names::add);
    Column[] columns =
        names.stream().map(name -> functions.col(name)).toArray(Column[]::new);
    List<Row> rows =
        table
            .orderBy(functions.xxhash64(functions.col("object_id")), functions.col("object_id"))
            .limit(SHOWN)
            .select(columns)
            .collectAsList();
    List<MembershipData.Component> components = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      JsonNode count = counts.get(names.get(c));
      List<Double> probabilities = new ArrayList<>();
      count.path("probabilities").forEach(p -> probabilities.add(p.asDouble()));
      int column = c;
      components.add(
          new MembershipData.Component(
              names.get(c).replace("membership_", "component ").replace('_', ' '),
              count.get("mean").asDouble(),
              count.get("sd").asDouble(),
              count.get("q05").asDouble(),
              count.get("q95").asDouble(),
              Values.of(probabilities.stream().mapToDouble(p -> p).toArray()),
              Values.of(rows.stream().mapToDouble(row -> row.getDouble(column)).toArray())));
    }
    return new MembershipData(components, objects);
  }
}
