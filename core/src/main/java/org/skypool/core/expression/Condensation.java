package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.skypool.core.math.LogSumExp;

/**
 * Draws of an object that no hyperparameter tells apart, made one: where a program is {@code a_k +
 * g(n_k, phi)} with g looking up tables by numbers n_k, as a histogram does by cells, {@code sum_k
 * exp(a_k + g(n_k))} has one term per different n_k. What is exact for evidences and their
 * gradients is not for anything about single draws, such as their effective number.
 */
final class Condensation {
  private final BoundProgram bound;
  private final int additive;

  private Condensation(BoundProgram bound, int additive) {
    this.bound = bound;
    this.additive = additive;
  }

  /** The condensed program; empty where draws differ otherwise, or little would be gained. */
  static Optional<BoundProgram> of(BoundProgram bound) {
    OptionalInt additive = additive(bound.program());
    if (additive.isEmpty()) {
      return Optional.empty();
    }
    Condensation condensation = new Condensation(bound, additive.getAsInt());
    List<BoundProgram.Chunk> chunks = new ArrayList<>();
    List<BoundProgram.Member> members = new ArrayList<>();
    int before = 0;
    int after = 0;
    for (BoundProgram.Chunk chunk : bound.chunks()) {
      BoundProgram.Chunk smaller = condensation.condensed(chunk);
      before += chunk.draws();
      after += smaller.draws();
      chunks.add(smaller);
    }
    if (2 * after > before) {
      return Optional.empty();
    }
    BoundProgram small = BoundProgram.of(bound.program(), chunks);
    for (BoundProgram.Chunk chunk : chunks) {
      for (int i = 0; i < chunk.objects(); i++) {
        members.add(new BoundProgram.Member(small, chunk.firstObject() + i));
      }
    }
    return Optional.of(BoundProgram.gather(bound.program(), members));
  }

  /**
   * Slot of the kept column that is only added, where all others of draws are numbers of tables.
   */
  private static OptionalInt additive(Program program) {
    if (!(program.nodes.get(program.root) instanceof Node.Linear sum)) {
      return OptionalInt.empty();
    }
    int found = -1;
    for (int j = 0; j < sum.atoms().size(); j++) {
      boolean one =
          program.nodes.get(sum.coefficients().get(j)) instanceof Node.Number n && n.value() == 1;
      if (one && !program.dependent[sum.atoms().get(j)]) {
        found = sum.atoms().get(j);
      }
    }
    if (found < 0) {
      return OptionalInt.empty();
    }
    for (int i = 0; i < program.nodes.size(); i++) {
      if (program.dependent[i]) {
        int uses = uses(program, i, found);
        if (uses < 0 || uses > 0 && i != program.root || uses > 1) {
          return OptionalInt.empty();
        }
      }
    }
    return OptionalInt.of(program.keptSlot[found]);
  }

  /** How often a step uses the additive one; -1 where it uses another column but as a number. */
  private static int uses(Program program, int step, int additive) {
    int count = 0;
    for (int argument : Program.argumentsOf(program.nodes.get(step))) {
      if (argument == additive) {
        count++;
      } else if (!program.dependent[argument] && program.levels.get(argument) == Level.DRAW) {
        if (program.lookup[step] == null) {
          return -1;
        }
      }
    }
    return count;
  }

  private BoundProgram.Chunk condensed(BoundProgram.Chunk chunk) {
    Program program = bound.program();
    List<Integer> numbers = new ArrayList<>();
    for (int slot = 0; slot < program.kept.length; slot++) {
      if (slot != additive && program.levels.get(program.kept[slot]) == Level.DRAW) {
        numbers.add(slot);
      }
    }
    int[] offsets = new int[chunk.objects() + 1];
    List<Integer> first = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    for (int i = 0; i < chunk.objects(); i++) {
      Map<List<Long>, List<Integer>> groups = groups(chunk, i, numbers);
      for (List<Integer> draws : groups.values()) {
        double[] logs = draws.stream().mapToDouble(k -> chunk.kept()[additive][k]).toArray();
        first.add(draws.get(0));
        sums.add(LogSumExp.of(logs, 0, logs.length));
      }
      offsets[i + 1] = first.size();
    }
    double[][] kept = new double[program.kept.length][];
    for (int slot = 0; slot < kept.length; slot++) {
      double[] column = chunk.kept()[slot];
      if (slot == additive) {
        kept[slot] = sums.stream().mapToDouble(Double::doubleValue).toArray();
      } else {
        kept[slot] =
            program.levels.get(program.kept[slot]) == Level.DRAW
                ? first.stream().mapToDouble(k -> column[k]).toArray()
                : Arrays.copyOf(column, column.length);
      }
    }
    return new BoundProgram.Chunk(chunk.firstObject(), chunk.firstDraw(), offsets, kept);
  }

  /**
   * Draws of an object by their numbers, in the order they come; those of weight 0 are left out.
   */
  private Map<List<Long>, List<Integer>> groups(
      BoundProgram.Chunk chunk, int object, List<Integer> numbers) {
    Map<List<Long>, List<Integer>> groups = new LinkedHashMap<>();
    int from = chunk.offsets()[object];
    int to = chunk.offsets()[object + 1];
    for (int k = from; k < to; k++) {
      int draw = k;
      boolean last = k + 1 == to && groups.isEmpty();
      if (chunk.kept()[additive][k] != Double.NEGATIVE_INFINITY || last) {
        List<Long> key =
            numbers.stream()
                .map(slot -> Double.doubleToLongBits(chunk.kept()[slot][draw]))
                .toList();
        groups.computeIfAbsent(key, none -> new ArrayList<>()).add(k);
      }
    }
    return groups;
  }
}
