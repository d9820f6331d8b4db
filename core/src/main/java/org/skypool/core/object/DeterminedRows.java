package org.skypool.core.object;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.expression.Expression;

/** Rows some of whose individual parameters are determined: only the free ones are arguments. */
final class DeterminedRows implements RowLikelihood.Rows {
  private final RowLikelihood.Rows all;
  private final List<String> names;
  private final double[][] values;

  private DeterminedRows(RowLikelihood.Rows all, List<String> names, double[][] values) {
    this.all = all;
    this.names = names;
    this.values = values;
  }

  static DeterminedRows of(RowLikelihood.Rows all, ModelArguments arguments, ObjectBlock rows) {
    double[][] values = new double[arguments.thetas().size()][];
    for (int j = 0; j < values.length; j++) {
      Expression given = arguments.determined().get(arguments.thetas().get(j));
      values[j] = given == null ? null : ColumnExpression.evaluate(given, rows);
    }
    return new DeterminedRows(all, arguments.thetas(), values);
  }

  @Override
  public String reject(int row) {
    for (int j = 0; j < values.length; j++) {
      if (values[j] != null && !Double.isFinite(values[j][row])) {
        return names.get(j) + " is determined as " + values[j][row] + ", must be a finite number";
      }
    }
    return all.reject(row);
  }

  @Override
  public void locate(int first, int end, double[] centre, double[] scale) {
    double[] everyCentre = new double[values.length];
    double[] everyScale = new double[values.length];
    all.locate(first, end, everyCentre, everyScale);
    int free = 0;
    for (int j = 0; j < values.length; j++) {
      if (values[j] == null) {
        centre[free] = everyCentre[j];
        scale[free++] = everyScale[j];
      }
    }
  }

  @Override
  public void logLikelihood(int first, int end, double[][] theta, int from, int to, double[] out) {
    Room room = Room.ofThread(values.length, to);
    double[][] full = room.full;
    int free = 0;
    for (int j = 0; j < values.length; j++) {
      full[j] = values[j] == null ? theta[free++] : room.determined[j];
    }
    int next = run(first, end);
    fill(full, first, from, to);
    all.logLikelihood(first, next, full, from, to, out);
    double[] more = room.more;
    while (next < end) {
      int start = next;
      next = run(start, end);
      fill(full, start, from, to);
      all.logLikelihood(start, next, full, from, to, more);
      for (int k = from; k < to; k++) {
        out[k] += more[k];
      }
    }
  }

  /** Columns that are the same for all objects of a thread. */
  private static final class Room {
    private static final ThreadLocal<Room> OWN = ThreadLocal.withInitial(() -> new Room(0, 0));

    private final double[][] full;
    private final double[][] determined;
    private final double[] more;

    Room(int parameters, int points) {
      this.full = new double[parameters][];
      this.determined = new double[parameters][points];
      this.more = new double[points];
    }

    static Room ofThread(int parameters, int points) {
      Room room = OWN.get();
      if (room.full.length != parameters || room.more.length < points) {
        room = new Room(parameters, points);
        OWN.set(room);
      }
      return room;
    }
  }

  /** End of the rows from {@code first} on that share its values. */
  private int run(int first, int end) {
    int next = first + 1;
    while (next < end && same(first, next)) {
      next++;
    }
    return next;
  }

  private boolean same(int row, int other) {
    for (double[] column : values) {
      if (column != null && column[row] != column[other]) {
        return false;
      }
    }
    return true;
  }

  private void fill(double[][] full, int row, int from, int to) {
    for (int j = 0; j < full.length; j++) {
      if (values[j] != null) {
        Arrays.fill(full[j], from, to, values[j][row]);
      }
    }
  }
}
