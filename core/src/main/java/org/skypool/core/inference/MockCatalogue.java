package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.skypool.core.formula.ColumnCut;
import org.skypool.core.object.ObjectBlock;
import org.skypool.core.object.Observations;

/** The detected objects of a small mock survey, in memory. */
public final class MockCatalogue {

  /** Candidates drawn per object wanted before the mock is given up. */
  public static final int MOST_CANDIDATES_PER_OBJECT = 10_000;

  private MockCatalogue() {}

  /**
   * Draws objects until enough pass the cut.
   *
   * @param cut on the columns, measurements included
   * @param wanted how many
   * @throws IllegalStateException if hardly any object is detected
   */
  public static ObjectBlock of(MockObjects objects, ColumnCut cut, int wanted) {
    List<MockObjects.Candidate> detected = new ArrayList<>();
    long most = (long) MOST_CANDIDATES_PER_OBJECT * wanted;
    for (long n = 0; detected.size() < wanted; n++) {
      if (n == most) {
        throw new IllegalStateException(
            "%d of %d candidates are detected; the selection loses nearly all objects"
                .formatted(detected.size(), n));
      }
      Optional<MockObjects.Candidate> candidate = objects.candidate(n);
      if (candidate.isPresent() && cut.passes(candidate.get().columns())) {
        detected.add(candidate.get());
      }
    }
    return block(detected);
  }

  /**
   * The detected ones among so many objects.
   *
   * @param cut on the columns, measurements included
   * @param candidates how many there are before any is lost
   * @throws IllegalStateException if none is detected
   */
  public static ObjectBlock all(MockObjects objects, ColumnCut cut, long candidates) {
    List<MockObjects.Candidate> detected = new ArrayList<>();
    for (long n = 0; n < candidates; n++) {
      objects
          .candidate(n)
          .filter(candidate -> cut.passes(candidate.columns()))
          .ifPresent(detected::add);
    }
    if (detected.isEmpty()) {
      throw new IllegalStateException("none of %d mock objects is detected".formatted(candidates));
    }
    return block(detected);
  }

  private static ObjectBlock block(List<MockObjects.Candidate> detected) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : detected.get(0).columns().keySet()) {
      columns.put(name, detected.stream().mapToDouble(d -> d.columns().get(name)).toArray());
    }
    return new ObjectBlock(
        detected.stream().map(MockObjects.Candidate::id).toList(), columns, observations(detected));
  }

  private static Optional<Observations> observations(List<MockObjects.Candidate> detected) {
    Set<String> names = detected.get(0).observations().keySet();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(
          name,
          detected.stream()
              .flatMapToDouble(d -> Arrays.stream(d.observations().get(name)))
              .toArray());
    }
    int each = columns.values().iterator().next().length / detected.size();
    int[] offsets = IntStream.rangeClosed(0, detected.size()).map(i -> i * each).toArray();
    return Optional.of(new Observations(offsets, columns));
  }
}
