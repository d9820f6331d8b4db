package org.skypool.jobs.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.io.RunJson;

/**
 * What differs between two releases.
 *
 * @param names of both
 * @param hyperparameters of both
 * @param objects of both; empty where one has no table of them
 */
public record ReleaseDifference(
    List<String> names, List<MovedHyperparameter> hyperparameters, Optional<MovedObjects> objects) {

  private static final String INDIVIDUALS = "individuals";

  /**
   * Compares.
   *
   * @param top how many of the objects that moved most
   * @throws IOException when a record cannot be read
   */
  public static ReleaseDifference of(
      SparkSession spark, ReleasePlace first, ReleasePlace second, int top) throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Path one = new Path(first.folder(), INDIVIDUALS);
    Path two = new Path(second.folder(), INDIVIDUALS);
    FileSystem fs = one.getFileSystem(conf);
    boolean both = fs.exists(one) && two.getFileSystem(conf).exists(two);
    return new ReleaseDifference(
        List.of(first.name(), second.name()),
        MovedHyperparameter.of(
            RunJson.read(conf, first.folder()), RunJson.read(conf, second.folder())),
        both ? Optional.of(MovedObjects.of(spark, one, two, top)) : Optional.empty());
  }

  /** As text, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(names.get(0) + " -> " + names.get(1));
    objects.ifPresent(
        o ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "objects: %,d in both, %s changed, %,d added, %,d removed",
                    o.common(),
                    o.changed().isPresent()
                        ? String.format(Locale.ROOT, "%,d", o.changed().getAsLong())
                        : "an unknown number",
                    o.added(),
                    o.removed())));
    lines.add("");
    lines.add(
        "%-24s %26s %26s %10s %12s"
            .formatted("hyperparameter", "first", "second", "shift [sd]", "of both sds"));
    for (MovedHyperparameter h : hyperparameters) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-24s %26s %26s %+10.3f %+12.3f",
              h.name(),
              value(h, 0),
              value(h, 1),
              h.shift(),
              h.shiftOfBoth()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%-24s %26s %26s %10.3f",
            "all, in quadrature",
            "",
            "",
            MovedHyperparameter.together(hyperparameters)));
    objects.ifPresent(o -> addMoved(lines, o));
    return lines;
  }

  private static String value(MovedHyperparameter h, int side) {
    return String.format(Locale.ROOT, "%.6g +- %.2g", h.mean()[side], h.sd()[side]);
  }

  private static void addMoved(List<String> lines, MovedObjects objects) {
    if (objects.most().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "%-24s %-16s %14s %14s %10s"
            .formatted("object that moved most", "parameter", "first", "second", "shift [sd]"));
    for (MovedObjects.Moved moved : objects.most()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-24s %-16s %14.6g %14.6g %+10.3f",
              moved.id(),
              moved.theta(),
              moved.from(),
              moved.to(),
              moved.shift()));
    }
  }

  /** The same as JSON. */
  public String json() {
    RunJson json =
        RunJson.empty()
            .with("first", names.get(0))
            .with("second", names.get(1))
            .with("hyperparameters", hyperparameterMaps())
            .with("shift_in_quadrature", MovedHyperparameter.together(hyperparameters));
    if (objects.isPresent()) {
      json = json.with("objects", counts(objects.get())).with("moved_most", moved(objects.get()));
    }
    return json.text();
  }

  private Map<String, Object> hyperparameterMaps() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (MovedHyperparameter h : hyperparameters) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("mean", h.mean());
      map.put("sd", h.sd());
      map.put("shift_sd", h.shift());
      map.put("shift_both_sds", h.shiftOfBoth());
      all.put(h.name(), map);
    }
    return all;
  }

  private static Map<String, Object> counts(MovedObjects objects) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("common", objects.common());
    map.put("added", objects.added());
    map.put("removed", objects.removed());
    map.put("changed", objects.changed().isPresent() ? objects.changed().getAsLong() : null);
    return map;
  }

  private static List<Map<String, Object>> moved(MovedObjects objects) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (MovedObjects.Moved m : objects.most()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("object_id", m.id());
      map.put("theta", m.theta());
      map.put("first", m.from());
      map.put("second", m.to());
      map.put("sd", m.sd());
      map.put("shift_sd", m.shift());
      all.add(map);
    }
    return all;
  }
}
