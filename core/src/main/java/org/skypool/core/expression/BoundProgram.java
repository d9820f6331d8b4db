package org.skypool.core.expression;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Program} bound to the draws of a block: what does not depend on hyperparameters is
 * computed and kept, in chunks of whole objects small enough for the cache.
 *
 * <p>Memory: 8 bytes per draw for every kept column (two to four of them for the usual densities).
 */
public final class BoundProgram {

  /** Draws per chunk, where objects are smaller: a handful of columns of it fit a 256 KiB cache. */
  private static final int CHUNK_DRAWS = 1024;

  private final Program program;
  private final List<Chunk> chunks;

  /**
   * A run of whole objects.
   *
   * @param firstObject index of its first object in the block
   * @param firstDraw index of its first draw in the block
   * @param offsets first draw of each of its objects within the chunk, and its number of draws last
   * @param kept the kept columns of the chunk
   */
  public record Chunk(int firstObject, int firstDraw, int[] offsets, double[][] kept)
      implements Serializable {

    /** Number of objects. */
    public int objects() {
      return offsets.length - 1;
    }

    /** Number of draws. */
    public int draws() {
      return offsets[offsets.length - 1];
    }
  }

  private BoundProgram(Program program, List<Chunk> chunks) {
    this.program = program;
    this.chunks = List.copyOf(chunks);
  }

  /**
   * Chunks bound before, by the same program or one compiled from the same expression.
   *
   * @param chunks in the order of the objects
   */
  public static BoundProgram of(Program program, List<Chunk> chunks) {
    return new BoundProgram(program, chunks);
  }

  static BoundProgram of(
      Program program,
      int[] offsets,
      Map<String, double[]> draws,
      Map<String, double[]> covariates) {
    List<Chunk> chunks = new ArrayList<>();
    int objects = offsets.length - 1;
    int from = 0;
    while (from < objects) {
      int to = from + 1;
      while (to < objects && offsets[to + 1] - offsets[from] <= CHUNK_DRAWS) {
        to++;
      }
      chunks.add(keep(program, offsets, from, to, draws, covariates));
      from = to;
    }
    return new BoundProgram(program, chunks);
  }

  private static Chunk keep(
      Program program,
      int[] offsets,
      int from,
      int to,
      Map<String, double[]> draws,
      Map<String, double[]> covariates) {
    int[] local = new int[to - from + 1];
    for (int i = from; i <= to; i++) {
      local[i - from] = offsets[i] - offsets[from];
    }
    double[][] values = new double[program.nodes.size()][];
    for (int i = 0; i < program.nodes.size(); i++) {
      if (!program.dependent[i]) {
        values[i] = compute(program, i, values, local, offsets[from], from, draws, covariates);
      }
    }
    double[][] kept = new double[program.kept.length][];
    for (int slot = 0; slot < kept.length; slot++) {
      kept[slot] = values[program.kept[slot]];
    }
    return new Chunk(from, offsets[from], local, kept);
  }

  static double[] compute(
      Program program,
      int i,
      double[][] values,
      int[] local,
      int firstDraw,
      int firstObject,
      Map<String, double[]> draws,
      Map<String, double[]> covariates) {
    Node node = program.nodes.get(i);
    Level level = program.levels.get(i);
    int length = length(level, local);
    if (node instanceof Node.Number number) {
      return new double[] {number.value()};
    }
    if (node instanceof Node.Data data) {
      double[] column = (level == Level.DRAW ? draws : covariates).get(data.name());
      if (column == null) {
        throw new IllegalArgumentException("no column '" + data.name() + "' in the draws");
      }
      int first = level == Level.DRAW ? firstDraw : firstObject;
      return Arrays.copyOfRange(column, first, first + length);
    }
    double[] out = new double[length];
    if (node instanceof Node.Call call) {
      double[][] arguments = new double[call.arguments().size()][];
      for (int j = 0; j < arguments.length; j++) {
        int argument = call.arguments().get(j);
        arguments[j] = spread(values[argument], program.levels.get(argument), level, local);
      }
      call.function().value(arguments, 0, length, out);
      return out;
    }
    Node.Linear linear = (Node.Linear) node;
    if (linear.constant() >= 0) {
      double[] constant =
          spread(values[linear.constant()], program.levels.get(linear.constant()), level, local);
      System.arraycopy(constant, 0, out, 0, length);
    }
    for (int j = 0; j < linear.atoms().size(); j++) {
      int coefficient = linear.coefficients().get(j);
      double[] c = spread(values[coefficient], program.levels.get(coefficient), level, local);
      double[] atom = values[linear.atoms().get(j)];
      for (int k = 0; k < length; k++) {
        out[k] += c[k] * atom[k];
      }
    }
    return out;
  }

  private static int length(Level level, int[] local) {
    return switch (level) {
      case SCALAR -> 1;
      case OBJECT -> local.length - 1;
      case DRAW -> local[local.length - 1];
    };
  }

  private static double[] spread(double[] values, Level from, Level to, int[] local) {
    if (from == to) {
      return values;
    }
    double[] out = new double[length(to, local)];
    spread(values, from, to, local, out);
    return out;
  }

  static void spread(double[] values, Level from, Level to, int[] local, double[] out) {
    if (from == Level.SCALAR) {
      Arrays.fill(out, 0, length(to, local), values[0]);
    } else {
      for (int i = 0; i + 1 < local.length; i++) {
        Arrays.fill(out, local[i], local[i + 1], values[i]);
      }
    }
  }

  /**
   * A chunk of one object with some of its draws only.
   *
   * @param object its index in the chunk
   * @param draws indices of the draws in the chunk
   */
  public Chunk select(Chunk chunk, int object, int[] draws) {
    double[][] kept = new double[chunk.kept.length][];
    for (int slot = 0; slot < kept.length; slot++) {
      double[] column = chunk.kept[slot];
      kept[slot] =
          program.levels.get(program.kept[slot]) == Level.DRAW
              ? Arrays.stream(draws).mapToDouble(k -> column[k]).toArray()
              : new double[] {column[object]};
    }
    return new Chunk(
        chunk.firstObject + object, chunk.firstDraw, new int[] {0, draws.length}, kept);
  }

  /**
   * One object of a bound program.
   *
   * @param from where it is bound
   * @param object its index in the block
   */
  public record Member(BoundProgram from, int object) {

    private Chunk chunk() {
      int low = 0;
      int high = from.chunks.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (from.chunks.get(middle).firstObject() <= object) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return from.chunks.get(low);
    }
  }

  /**
   * Objects of several blocks as one block of their own, in the order given.
   *
   * @param program the one all of them are bound to
   */
  public static BoundProgram gather(Program program, List<Member> members) {
    List<Chunk> chunks = new ArrayList<>();
    int firstDraw = 0;
    int from = 0;
    while (from < members.size()) {
      List<Integer> offsets = new ArrayList<>(List.of(0));
      List<Chunk> parts = new ArrayList<>();
      int draws = 0;
      for (int i = from; i < members.size(); i++) {
        Chunk holder = members.get(i).chunk();
        int at = members.get(i).object - holder.firstObject;
        int more = holder.offsets[at + 1] - holder.offsets[at];
        if (i > from && draws + more > CHUNK_DRAWS) {
          break;
        }
        parts.add(members.get(i).from.cut(holder, at));
        draws += more;
        offsets.add(draws);
      }
      int[] local = offsets.stream().mapToInt(Integer::intValue).toArray();
      chunks.add(new Chunk(from, firstDraw, local, joined(parts, program.kept.length)));
      from += parts.size();
      firstDraw += draws;
    }
    return new BoundProgram(program, chunks);
  }

  /** One object of a chunk, whole. */
  private Chunk cut(Chunk chunk, int object) {
    int from = chunk.offsets[object];
    int to = chunk.offsets[object + 1];
    double[][] kept = new double[chunk.kept.length][];
    for (int slot = 0; slot < kept.length; slot++) {
      kept[slot] =
          program.levels.get(program.kept[slot]) == Level.DRAW
              ? Arrays.copyOfRange(chunk.kept[slot], from, to)
              : new double[] {chunk.kept[slot][object]};
    }
    return new Chunk(object, from, new int[] {0, to - from}, kept);
  }

  private static double[][] joined(List<Chunk> parts, int slots) {
    double[][] kept = new double[slots][];
    for (int slot = 0; slot < slots; slot++) {
      int column = slot;
      kept[slot] = parts.stream().flatMapToDouble(p -> Arrays.stream(p.kept[column])).toArray();
    }
    return kept;
  }

  /**
   * The same sums over the draws of each object with fewer draws, where hyperparameters do not tell
   * many of them apart: those in one cell of a histogram.
   *
   * @return empty where less than half of the draws would be saved
   */
  public Optional<BoundProgram> condensed() {
    return Condensation.of(this);
  }

  /** The program. */
  public Program program() {
    return program;
  }

  /** Largest number of objects in a chunk. */
  public int mostObjects() {
    return chunks.stream().mapToInt(Chunk::objects).max().orElse(0);
  }

  /** Its chunks, in the order of the objects. */
  public List<Chunk> chunks() {
    return chunks;
  }
}
