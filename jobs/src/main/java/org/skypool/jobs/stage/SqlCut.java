package org.skypool.jobs.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.skypool.core.inference.DataCut;
import org.skypool.jobs.config.RunConfig;
import scala.runtime.BoxedUnit;

/**
 * The part of {@code catalog.where} that concerns measured columns, applied to simulated objects.
 * Conditions on other columns hold for them as they do for the objects they replicate.
 */
final class SqlCut implements DataCut {
  private static final String NUMBER = "_number";

  private final SparkSession spark;
  private final String predicate;
  private final Map<String, String> sources;

  private SqlCut(SparkSession spark, String predicate, Map<String, String> sources) {
    this.spark = spark;
    this.predicate = predicate;
    this.sources = sources;
  }

  /**
   * The cut of a survey whose selection acts on the data.
   *
   * @param measured columns that are simulated
   * @param known columns that simulated objects have
   * @return empty where the cut on these columns is not known
   */
  static Optional<DataCut> of(
      SparkSession spark, RunConfig config, Set<String> measured, Set<String> known) {
    if (config.catalog().where().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> sources = new LinkedHashMap<>();
    known.forEach(name -> sources.put(name, name));
    Set<String> simulated = new LinkedHashSet<>(measured);
    for (String column : measured) {
      String definition = config.catalog().columns().get(column);
      if (definition != null && !definition.equals(column)) {
        Set<String> raw = names(parse(definition));
        simulated.addAll(raw);
        if (raw.equals(Set.of(definition))) {
          sources.putIfAbsent(definition, column);
        }
      }
    }
    List<String> kept = new ArrayList<>();
    Set<String> used = new LinkedHashSet<>();
    for (Expression condition : conditions(parse(config.catalog().where().get()))) {
      Set<String> names = names(condition);
      if (names.stream().anyMatch(simulated::contains)) {
        if (!sources.keySet().containsAll(names)) {
          return Optional.empty();
        }
        kept.add("(" + condition.sql() + ")");
        used.addAll(names);
      }
    }
    sources.keySet().retainAll(used);
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new SqlCut(spark, String.join(" AND ", kept), sources));
  }

  private static Expression parse(String text) {
    return new CatalystSqlParser().parseExpression(text);
  }

  private static List<Expression> conditions(Expression predicate) {
    List<Expression> all = new ArrayList<>();
    if (predicate instanceof And both) {
      all.addAll(conditions(both.left()));
      all.addAll(conditions(both.right()));
    } else {
      all.add(predicate);
    }
    return all;
  }

  private static Set<String> names(Expression expression) {
    Set<String> names = new LinkedHashSet<>();
    expression.foreach(
        node -> {
          if (node instanceof UnresolvedAttribute attribute) {
            names.add(
                String.join(
                    ".", scala.jdk.javaapi.CollectionConverters.asJava(attribute.nameParts())));
          }
          return BoxedUnit.UNIT;
        });
    return names;
  }

  @Override
  public boolean[] keeps(List<Map<String, Double>> objects) {
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField(NUMBER, DataTypes.IntegerType, false));
    sources
        .keySet()
        .forEach(name -> fields.add(DataTypes.createStructField(name, DataTypes.DoubleType, true)));
    StructType schema = DataTypes.createStructType(fields);
    List<String> columns = List.copyOf(sources.values());
    List<Row> rows = new ArrayList<>(objects.size());
    for (int n = 0; n < objects.size(); n++) {
      Object[] cells = new Object[columns.size() + 1];
      cells[0] = n;
      for (int c = 0; c < columns.size(); c++) {
        cells[c + 1] = objects.get(n).get(columns.get(c));
      }
      rows.add(RowFactory.create(cells));
    }
    boolean[] kept = new boolean[objects.size()];
    for (Row row :
        spark.createDataFrame(rows, schema).filter(predicate).select(NUMBER).collectAsList()) {
      kept[row.getInt(0)] = true;
    }
    return kept;
  }
}
