package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.Catalogue;

/**
 * What a run reads: how much of it, and what was set aside.
 *
 * @param path of the catalogue, or the kind of source
 * @param catalogue rows read and judged; empty for a draws table, which has none
 * @param observations rows read and judged of the table of observations, if there is one
 * @param objects number of usable objects
 * @param fingerprint of what is used
 */
record SurveyInput(
    String path,
    Optional<Catalogue> catalogue,
    Optional<Catalogue> observations,
    long objects,
    String fingerprint)
    implements AutoCloseable {

  private static final int REASONS = 10;

  static SurveyInput of(RunConfig config, Catalogue catalogue, Optional<Catalogue> observations) {
    return new SurveyInput(
        path(config),
        Optional.of(catalogue),
        observations,
        catalogue.size(),
        observations
            .map(several -> Hashes.of(catalogue.fingerprint(), several.fingerprint()))
            .orElse(catalogue.fingerprint()));
  }

  static SurveyInput of(RunConfig config, GivenDraws.Imported given) {
    return new SurveyInput(
        path(config),
        given.judged(),
        Optional.empty(),
        given.draws().objects(),
        given.fingerprint());
  }

  /** Of a run without objects. */
  static SurveyInput none() {
    return new SurveyInput("none", Optional.empty(), Optional.empty(), 0, "none");
  }

  private static String path(RunConfig config) {
    return config
        .catalog()
        .path()
        .or(config.catalog().reading()::table)
        .orElse(config.catalog().source().name().toLowerCase(Locale.ROOT));
  }

  /** One line for the log. */
  String line() {
    return String.format(
            Locale.ROOT,
            "catalogue: %,d rows, %,d not selected, %,d rejected, %,d objects",
            rows(),
            catalogue.map(Catalogue::notSelected).orElse(0L),
            rejected(),
            objects)
        + observations
            .map(
                several ->
                    String.format(
                        Locale.ROOT,
                        "; observations: %,d rows, %,d rejected",
                        several.rows(),
                        several.rejectedRows()))
            .orElse("");
  }

  private long rows() {
    return catalogue.map(Catalogue::rows).orElse(objects);
  }

  /** Rows of the catalogue set aside. */
  long rejected() {
    return catalogue.map(Catalogue::rejectedRows).orElse(0L);
  }

  /**
   * The section {@code input} of the record.
   *
   * @param aside reasons by id of objects set aside after the catalogue was judged
   */
  Map<String, Object> toMap(Map<String, String> aside) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("path", path);
    input.put("rows", rows());
    input.put("not_selected", catalogue.map(Catalogue::notSelected).orElse(0L));
    input.put("rejected", rejected() + aside.size());
    input.put("objects", objects - aside.size());
    observations.ifPresent(
        several ->
            input.put(
                "observations",
                Map.of("rows", several.rows(), "rejected", several.rejectedRows())));
    input.put("fingerprint", fingerprint);
    Map<String, Long> reasons = new LinkedHashMap<>();
    catalogue.ifPresent(
        c ->
            c.rejected()
                .groupBy("reason")
                .count()
                .orderBy(functions.desc("count"), functions.asc("reason"))
                .limit(REASONS)
                .toLocalIterator()
                .forEachRemaining(row -> reasons.put(row.getString(0), row.getLong(1))));
    aside.values().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    input.put("reasons", reasons);
    return input;
  }

  /**
   * Rows of the table rejected: those of the catalogue, then the objects set aside later.
   *
   * @param aside reasons by id
   */
  List<Row> rejectedRows(Map<String, String> aside) {
    List<Row> rows = new ArrayList<>();
    catalogue.ifPresent(c -> c.rejectedInOrder().toLocalIterator().forEachRemaining(rows::add));
    observations.ifPresent(c -> c.rejectedInOrder().toLocalIterator().forEachRemaining(rows::add));
    Map<String, Row> origin = new LinkedHashMap<>();
    if (!aside.isEmpty()) {
      catalogue.ifPresent(
          c ->
              c.objects()
                  .filter(functions.col("object_id").isin(aside.keySet().toArray()))
                  .select("file", "row", "object_id")
                  .orderBy("file", "row")
                  .toLocalIterator()
                  .forEachRemaining(row -> origin.putIfAbsent(row.getString(2), row)));
    }
    aside.forEach(
        (id, reason) -> {
          Row from = origin.getOrDefault(id, RowFactory.create(path, 0L, id));
          rows.add(RowFactory.create(from.getString(0), from.getLong(1), id, reason));
        });
    return rows;
  }

  @Override
  public void close() {
    catalogue.ifPresent(Catalogue::close);
    observations.ifPresent(Catalogue::close);
  }
}
