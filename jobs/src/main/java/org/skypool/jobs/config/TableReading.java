package org.skypool.jobs.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.skypool.jobs.config.RunConfig.Source;

/**
 * How the table of a catalogue is to be understood, beyond where it is.
 *
 * @param hdu extension of a FITS file, by number from 1 or by name; empty: the first binary table
 * @param table name of a Hive table
 * @param csv how text is divided into cells
 * @param units unit that a column must be declared to have, by name
 * @param nulls values that stand for a missing one in every column, as written
 * @param nullsOf further ones, by column of the file
 * @param maxRejected largest fraction of the survey's rows that may be set aside
 */
public record TableReading(
    Optional<String> hdu,
    Optional<String> table,
    CsvDialect csv,
    Map<String, String> units,
    List<String> nulls,
    Map<String, List<String>> nullsOf,
    double maxRejected) {
  static final double ANY_FRACTION = 1;

  /** Sources that {@code catalog.path} names the files of. */
  static final Set<Source> FROM_FILES =
      Set.of(Source.CSV, Source.PARQUET, Source.FITS, Source.VOTABLE, Source.DRAWS);

  /** Nothing but defaults. */
  public static TableReading plain() {
    return new TableReading(
        Optional.empty(),
        Optional.empty(),
        CsvDialect.PLAIN,
        Map.of(),
        List.of(),
        Map.of(),
        ANY_FRACTION);
  }

  static TableReading of(ConfigValues values) {
    return new TableReading(
        values.text("catalog.hdu"),
        values.text("catalog.table"),
        CsvDialect.of(values),
        Collections.unmodifiableMap(values.texts("catalog.units")),
        values.words("catalog.nulls"),
        Collections.unmodifiableMap(values.wordsByName("catalog.nulls-of")),
        values.real("catalog.max-rejected").orElseThrow());
  }

  /** Adds the keys that are not at their defaults to the section {@code catalog}. */
  void addTo(Map<String, Object> catalog) {
    Map<String, Object> section = new TreeMap<>();
    hdu.ifPresent(name -> section.put("hdu", name));
    table.ifPresent(name -> section.put("table", name));
    section.put("csv", csv.section());
    section.put("units", units);
    section.put("nulls", nulls);
    section.put("nulls-of", nullsOf);
    section.values().removeIf(value -> Map.of().equals(value) || List.of().equals(value));
    catalog.putAll(section);
    if (maxRejected < ANY_FRACTION) {
      catalog.put("max-rejected", maxRejected);
    }
  }

  /**
   * Checks that nothing is said that the source does not read.
   *
   * @throws ConfigException naming the first key that would be passed over
   */
  static void check(RunConfig.Catalog catalog) {
    Source source = catalog.source();
    TableReading reading = catalog.reading();
    if (source == Source.HIVE && reading.table.isEmpty()) {
      throw new ConfigException(
          "catalog.table is required by catalog.source = hive: must be database.table");
    }
    boolean longForm =
        source == Source.DRAWS && catalog.format().filter("skypool"::equals).isEmpty();
    boolean text = source == Source.CSV || longForm && catalog.format().equals(Optional.of("csv"));
    boolean rows =
        longForm || source != Source.MOCK && source != Source.NONE && source != Source.DRAWS;
    boolean declares = source == Source.FITS || source == Source.VOTABLE;
    refuse(reading.hdu.isPresent() && source != Source.FITS, "hdu", "fits", source);
    refuse(reading.table.isPresent() && source != Source.HIVE, "table", "hive", source);
    refuse(!reading.csv.section().isEmpty() && !text, "csv", "csv", source);
    refuse(!reading.units.isEmpty() && !declares, "units", "fits or votable", source);
    String tables = "csv, parquet, fits, votable, hive or inline";
    refuse(!reading.nulls.isEmpty() && !rows, "nulls", tables, source);
    refuse(!reading.nullsOf.isEmpty() && !rows, "nulls-of", tables, source);
    refuse(reading.maxRejected < ANY_FRACTION && !rows, "max-rejected", tables, source);
    reading.csv.check();
  }

  private static void refuse(boolean isUnread, String key, String sources, Source source) {
    if (isUnread) {
      throw new ConfigException(
          "catalog."
              + key
              + ": is read with catalog.source = "
              + sources
              + ", and the source is "
              + CanonicalConfig.lower(source));
    }
  }
}
