package org.skypool.jobs.io;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Judges rows one by one: not selected rows are dropped, the others get their numbers or the reason
 * why they are set aside.
 */
final class RowJudge implements MapPartitionsFunction<Row, Row> {
  static final String REASON = "reason";

  private static final long serialVersionUID = 1L;
  private static final int FIRST_INPUT = 7;
  private static final int FIRST_OUTPUT = 4;

  private final String[] names;
  private final boolean[] isText;
  private final LinkedHashMap<String, CellDescription> descriptions;
  private final String id;
  private final RowCheck check;

  RowJudge(
      List<String> names,
      List<Boolean> isText,
      Map<String, CellDescription> descriptions,
      String id,
      RowCheck check) {
    this.names = names.toArray(String[]::new);
    this.isText = new boolean[names.size()];
    for (int i = 0; i < this.isText.length; i++) {
      this.isText[i] = isText.get(i);
    }
    this.descriptions = new LinkedHashMap<>(descriptions);
    this.id = id;
    this.check = check;
  }

  /** object_id, file, row, reason (null for usable rows), then the numbers. */
  StructType schema() {
    StructType schema =
        new StructType()
            .add(TableFormat.OBJECT_ID, DataTypes.StringType)
            .add("file", DataTypes.StringType)
            .add("row", DataTypes.LongType)
            .add(REASON, DataTypes.StringType);
    for (String name : names) {
      schema = schema.add(name, DataTypes.DoubleType);
    }
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Iterable<Row> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(RowJudge::isSelectedOrUndecided)
        .map(this::judged)
        .iterator();
  }

  private static boolean isSelectedOrUndecided(Row row) {
    return !row.isNullAt(2) || row.isNullAt(5) || row.getBoolean(5);
  }

  private Row judged(Row row) {
    double[] values = new double[names.length];
    String reason = reason(row, values);
    Object[] out = new Object[FIRST_OUTPUT + names.length];
    String objectId = row.getString(4);
    out[0] = objectId == null || objectId.isBlank() ? null : objectId;
    out[1] = row.getString(0);
    out[2] = row.getLong(1);
    out[3] = reason;
    if (reason == null) {
      for (int i = 0; i < values.length; i++) {
        out[FIRST_OUTPUT + i] = values[i];
      }
    }
    return RowFactory.create(out);
  }

  private String reason(Row row, double[] values) {
    if (!row.isNullAt(2)) {
      return row.getString(2);
    }
    List<String> badCells = row.isNullAt(3) ? List.of() : row.getList(3);
    if (row.isNullAt(5)) {
      return undecided(row, badCells);
    }
    if (row.isNullAt(4) || row.getString(4).isBlank()) {
      return id + " is empty";
    }
    for (int i = 0; i < names.length; i++) {
      String reason = take(row, i, badCells, values);
      if (reason != null) {
        return reason;
      }
    }
    return check.reject(values);
  }

  private String undecided(Row row, List<String> badCells) {
    List<String> absent = row.isNullAt(6) ? List.of() : row.getList(6);
    return absent.isEmpty()
        ? "where has no value"
        : absent.stream()
            .map(name -> descriptions.get(name).missing(badCells))
            .collect(Collectors.joining("; "));
  }

  private String take(Row row, int i, List<String> badCells, double[] values) {
    int at = FIRST_INPUT + i;
    if (row.isNullAt(at)) {
      values[i] = Double.NaN;
      boolean empty = check.mayLack(names[i]) && descriptions.get(names[i]).isEmpty(badCells);
      return empty ? null : descriptions.get(names[i]).missing(badCells);
    }
    if (isText[i]) {
      Double number = Cells.number(row.getString(at));
      if (number == null) {
        return CellDescription.spelled(names[i], row.getString(at));
      }
      values[i] = number;
    } else {
      values[i] = row.getDouble(at);
    }
    if (Double.isNaN(values[i])) {
      return check.mayLack(names[i]) ? null : names[i] + " is NaN";
    }
    return Double.isInfinite(values[i]) ? names[i] + " is infinite" : null;
  }
}
