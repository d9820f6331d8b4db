package org.skypool.jobs.io;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/**
 * How a catalogue's records become rows to be judged: the configuration's columns and predicate
 * resolved against the columns of the file, before any record is read.
 */
final class CataloguePlan {
  private static final String WHERE = "_skypool_where";
  private static final String ABSENT = "_skypool_absent";
  private static final String VALUE = "_skypool_value_";

  private final SourceTable source;
  private final RunConfig.Catalog catalog;
  private final List<String> numeric;
  private final Set<String> numericInFile;
  private final Optional<String> fileId;
  private final Map<String, SqlExpression> definitions = new LinkedHashMap<>();
  private Dataset<Row> environment;
  private Optional<SqlExpression> where;

  /**
   * Resolves everything.
   *
   * @param numeric names that formulas need as numbers
   * @throws UnusableInputException when the file lacks a column
   * @throws ConfigException when SQL is refused
   */
  CataloguePlan(
      SparkSession spark, SourceTable source, RunConfig.Catalog catalog, List<String> numeric) {
    this.source = source;
    this.catalog = catalog;
    this.numeric = List.copyOf(numeric);
    this.fileId = fileId();
    this.numericInFile = new LinkedHashSet<>();
    numeric.forEach(name -> inFile(name).ifPresent(numericInFile::add));
    resolve(spark);
    while (numericInFile.addAll(textUsedAsNumber())) {
      resolve(spark);
    }
    checkTypes();
  }

  private void resolve(SparkSession spark) {
    StructType schema = source.schema(numericInFile, fileId);
    Dataset<Row> file = spark.createDataFrame(List.of(), schema);
    catalog
        .columns()
        .forEach(
            (name, text) ->
                definitions.put(
                    name,
                    SqlExpression.of(
                        "catalog.columns." + name, text, file, source.name(), source.isText())));
    environment = environment(file);
    where =
        catalog
            .where()
            .map(
                text ->
                    SqlExpression.of(
                        "catalog.where", text, environment, source.name(), source.isText()));
  }

  /** Text columns of the file that some SQL uses as numbers. */
  private Set<String> textUsedAsNumber() {
    Set<String> used = new LinkedHashSet<>();
    definitions.values().forEach(definition -> used.addAll(definition.textUsedAsNumber()));
    where.ifPresent(
        predicate ->
            predicate.textUsedAsNumber().forEach(name -> inFile(name).ifPresent(used::add)));
    return used;
  }

  private Optional<String> fileId() {
    Optional<String> id = catalog.id();
    if (id.isEmpty() && catalog.source() == RunConfig.Source.INLINE) {
      id = Optional.of("id").filter(source.columns()::contains);
    }
    if (id.isPresent()
        && !source.columns().contains(id.get())
        && !catalog.columns().containsKey(id.get())) {
      throw SqlNames.absent("catalog.id", id.get(), source.name(), source.columns());
    }
    return id.filter(source.columns()::contains);
  }

  /** The file's column that a name stands for unchanged. */
  private Optional<String> inFile(String name) {
    return Optional.of(catalog.columns().getOrDefault(name, name))
        .filter(source.columns()::contains);
  }

  /** The file's columns, hidden by those of the configuration where names agree. */
  private Dataset<Row> environment(Dataset<Row> file) {
    List<Column> columns = new ArrayList<>();
    for (String name : file.columns()) {
      if (!definitions.containsKey(name) && isSingle(name)) {
        columns.add(SqlNames.exact(name));
      }
    }
    definitions.forEach((name, definition) -> columns.add(definition.column().as(name)));
    return file.select(columns.toArray(Column[]::new));
  }

  private boolean isSingle(String name) {
    return source.columns().indexOf(name) == source.columns().lastIndexOf(name);
  }

  private void checkTypes() {
    List<String> known = List.of(environment.columns());
    for (String name : numeric) {
      if (!known.contains(name)) {
        throw isSingle(name)
            ? SqlNames.absent("catalog.columns", name, source.name(), known)
            : new UnusableInputException(
                "column %s stands twice in %s".formatted(name, source.name()));
      }
      DataType type = type(name);
      if (!(type instanceof NumericType
          || type instanceof BooleanType
          || type instanceof StringType)) {
        throw new UnusableInputException(
            "%s: column %s is %s, a number is needed".formatted(source.name(), name, type.sql()));
      }
    }
    where.ifPresent(
        predicate -> {
          if (!(predicate.type() instanceof BooleanType)) {
            throw SqlGuard.refused(
                "catalog.where",
                catalog.where().orElse(""),
                "is " + predicate.type().sql() + ", must be true or false");
          }
        });
  }

  private DataType type(String name) {
    return environment.schema().apply(name).dataType();
  }

  /** The file's columns behind a name of the environment. */
  private Set<String> sources(String name) {
    SqlExpression definition = definitions.get(name);
    return definition == null ? Set.of(name) : definition.references();
  }

  /** How to speak of every name that can be missing. */
  private Map<String, CellDescription> descriptions() {
    Map<String, CellDescription> descriptions = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>(numeric);
    where.ifPresent(predicate -> names.addAll(predicate.references()));
    for (String name : names) {
      SqlExpression definition = definitions.get(name);
      boolean isPlain = definition == null || definition.isPlain();
      descriptions.put(name, new CellDescription(name, isPlain, List.copyOf(sources(name))));
    }
    return descriptions;
  }

  /** The records, ready for {@link RowJudge}. */
  Dataset<Row> candidates() {
    Set<String> wanted = new LinkedHashSet<>();
    descriptions().values().forEach(description -> wanted.addAll(description.sources()));
    catalog.id().filter(id -> fileId.isEmpty()).ifPresent(id -> wanted.addAll(sources(id)));
    Dataset<Row> records = source.records(wanted, numericInFile, fileId);
    List<Column> columns = new ArrayList<>();
    for (String name : RecordColumns.schema().fieldNames()) {
      columns.add(col(name));
    }
    for (String name : wanted) {
      if (!definitions.containsKey(name)) {
        columns.add(SqlNames.exact(name));
      }
    }
    definitions.forEach(
        (name, definition) -> {
          if (wanted.containsAll(definition.references())) {
            columns.add(definition.column().as(name));
          }
        });
    return judgeable(records.select(columns.toArray(Column[]::new)));
  }

  private Dataset<Row> judgeable(Dataset<Row> named) {
    List<Column> columns = new ArrayList<>();
    for (String name :
        List.of(RecordColumns.FILE, RecordColumns.ROW, RecordColumns.BROKEN, RecordColumns.BAD)) {
      columns.add(col(name));
    }
    columns.add(id().as(RecordColumns.ID));
    columns.add(where.map(SqlExpression::column).orElse(lit(true)).as(WHERE));
    columns.add(absent().as(ABSENT));
    for (int i = 0; i < numeric.size(); i++) {
      Column value = SqlNames.exact(numeric.get(i));
      boolean isText = type(numeric.get(i)) instanceof StringType;
      columns.add((isText ? value : value.cast(DataTypes.DoubleType)).as(VALUE + i));
    }
    return named.select(columns.toArray(Column[]::new));
  }

  private Column id() {
    if (fileId.isPresent()) {
      return col(RecordColumns.ID);
    }
    if (catalog.id().isPresent()) {
      return SqlNames.exact(catalog.id().get()).cast(DataTypes.StringType);
    }
    Column row = col(RecordColumns.ROW).cast(DataTypes.StringType);
    return source.files() == 1 ? row : concat_ws(":", col(RecordColumns.FILE), row);
  }

  /** Names of the predicate's columns that have no value, where the predicate has none. */
  private Column absent() {
    List<Column> names = new ArrayList<>();
    where.ifPresent(
        predicate ->
            predicate
                .references()
                .forEach(name -> names.add(when(SqlNames.exact(name).isNull(), lit(name)))));
    DataType list = DataTypes.createArrayType(DataTypes.StringType);
    if (names.isEmpty()) {
      return lit(null).cast(list);
    }
    Column undecided = where.get().column().isNull();
    return when(undecided, array_compact(array(names.toArray(Column[]::new)))).cast(list);
  }

  /** Judges the rows of {@link #candidates}. */
  RowJudge judge(RowCheck check) {
    List<Boolean> isText = numeric.stream().map(name -> type(name) instanceof StringType).toList();
    String id = catalog.id().or(() -> fileId).orElse("id");
    return new RowJudge(numeric, isText, descriptions(), id, check);
  }
}
