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
   * @return empty if there are no candidates
   */
  public static Optional<String> closest(String name, Collection<String> candidates) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The nearest of the candidates that are near.
   *
   * @return empty if none is
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    return closest(name, candidates.stream().filter(candidate -> near(name, candidate)).toList());
  }

  /**
   * Whether one name may be the other mistyped: at most a third of the letters of {@code name}, or
   * 2, differ, and not all of {@code candidate}.
   */
  public static boolean near(String name, String candidate) {
    int distance = distance(name, candidate);
    return distance <= Math.max(2, name.length() / 3) && distance < candidate.length();
  }

  /** {@code "; did you mean 'x'?"} for the nearest candidate, or a list of all of them. */
  public static String hint(String name, Collection<String> candidates) {
    return of(name, candidates)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse(candidates.isEmpty() ? "" : "; known: " + String.join(", ", candidates));
  }

  /**
   * Insertions, deletions, substitutions and swaps of neighbours that turn one name into the other,
   * upper and lower case being the same.
   */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
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
