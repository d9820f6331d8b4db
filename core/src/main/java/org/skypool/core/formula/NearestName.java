package org.skypool.core.formula;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name nearest to a mistyped one, by edit distance. */
public final class NearestName {

  private NearestName() {}

  /**
   * The nearest of the candidates, the first one if several are equally near.
   *
   * @return empty if none is within a third of the length, or 2
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String best = null;
    int least = Math.max(2, name.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least && distance < candidate.length()) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code "; did you mean 'x'?"} for the nearest candidate, or a list of all of them. */
  public static String hint(String name, Collection<String> candidates) {
    return of(name, candidates)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse(candidates.isEmpty() ? "" : "; known: " + String.join(", ", candidates));
  }

  /**
   * Insertions, deletions, substitutions and swaps of neighbours that turn {@code a} into {@code
   * b}.
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
