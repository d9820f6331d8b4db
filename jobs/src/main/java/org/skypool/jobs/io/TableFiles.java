package org.skypool.jobs.io;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The files that the buckets of a table stand in: consecutive buckets, as many in one file as in
 * another, or one more. Their names say which buckets they hold, and depend on the buckets alone,
 * never on cores.
 *
 * @param buckets number of buckets, at least 1
 * @param count number of files, at least 1 and at most one per bucket
 */
public record TableFiles(int buckets, int count) implements Serializable {
  /** As many buckets stand in files of their own, however small. */
  static final int FEW = 8;

  private static final double MEBIBYTES_PER_FILE = 448;
  private static final Pattern NAME =
      Pattern.compile("part-([0-9]{5,9})(?:-to-([0-9]{5,9}))?\\.parquet");

  /** Checks the numbers. */
  public TableFiles {
    if (count < 1 || count > buckets) {
      throw new IllegalArgumentException("%d buckets in %d files".formatted(buckets, count));
    }
  }

  /** A table of one bucket. */
  public static TableFiles one() {
    return each(1);
  }

  /** Every bucket in a file of its own. */
  public static TableFiles each(int buckets) {
    return new TableFiles(buckets, buckets);
  }

  /**
   * Every bucket in a file of its own up to 8; of more, as many in a file as 448 MiB hold, while
   * there are 8 files.
   *
   * @param mebibytes of a bucket
   */
  public static TableFiles of(int buckets, double mebibytes) {
    int most = (int) Math.max(1, Math.min(buckets, MEBIBYTES_PER_FILE / mebibytes));
    int full = (buckets + most - 1) / most;
    return new TableFiles(buckets, Math.max(Math.min(FEW, buckets), full));
  }

  /**
   * The buckets in a file that is named so, in order; a name of another kind is that of a table
   * made elsewhere, of which nothing is known but that it is one file.
   */
  static List<Integer> bucketsIn(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return List.of(0);
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return first <= last ? IntStream.rangeClosed(first, last).boxed().toList() : List.of(0);
  }

  /** The first of {@link #bucketsIn}. */
  static int firstBucketIn(String name) {
    return bucketsIn(name).get(0);
  }

  /** Whether a file of a table is named so. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Name of a file. */
  String name(int file) {
    List<Integer> in = bucketsOf(file);
    int first = in.get(0);
    return in.size() == 1
        ? nameOfOne(first)
        : "part-%05d-to-%05d.parquet".formatted(first, in.get(in.size() - 1));
  }

  /** Name of a file that holds one bucket alone. */
  static String nameOfOne(int bucket) {
    return "part-%05d.parquet".formatted(bucket);
  }

  /** Whether some file holds more than one bucket. */
  public boolean isPacked() {
    return count < buckets;
  }

  /** The buckets in a file, in order. */
  List<Integer> bucketsOf(int file) {
    return IntStream.range(first(file), first(file + 1)).boxed().toList();
  }

  /** The file that holds a bucket. */
  int fileOf(int bucket) {
    int file = (int) ((long) bucket * count / buckets);
    while (first(file + 1) <= bucket) {
      file++;
    }
    return file;
  }

  private int first(int file) {
    return (int) ((long) file * buckets / count);
  }
}
