package org.skypool.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong with files of catalogues: bits that flip, ends that are missing, columns and
 * cells that are not what they were.
 */
final class MutatedBytes {
  private static final String[] CELLS = {
    "",
    " ",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "-99",
    "-9999",
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e999",
    "1e-320",
    "text",
    "NULL",
    "1,5",
    "0x1p3",
    "1d",
    "\"",
    "\"1",
    "1\"",
    "'1'",
    "\u0661",
    "1\u00a0",
    "\u0000",
    "=1+1",
    "1e5000",
    "<script>",
    "999999999999999999999999"
  };

  private final SplittableRandom random;

  MutatedBytes(SplittableRandom random) {
    this.random = random;
  }

  /** Any file: flipped, cut, lengthened, or a part of it moved. */
  byte[] of(byte[] file) {
    byte[] bytes = file.clone();
    switch (random.nextInt(7)) {
      case 0, 1 -> flip(bytes, 1);
      case 2 -> flip(bytes, 20);
      case 3 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case 4 -> {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
      }
      case 5 -> {
        int at = random.nextInt(bytes.length);
        Arrays.fill(bytes, at, Math.min(bytes.length, at + 100), (byte) random.nextInt(256));
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(5000));
        System.arraycopy(
            bytes, 0, longer, bytes.length, Math.min(bytes.length, longer.length - bytes.length));
        return longer;
      }
    }
    return bytes;
  }

  private void flip(byte[] bytes, int most) {
    for (int i = 1 + random.nextInt(most); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  /** A file of comma-separated values. */
  byte[] ofCsv(String csv) {
    List<List<String>> rows = new ArrayList<>();
    csv.lines().forEach(line -> rows.add(new ArrayList<>(List.of(line.split(",", -1)))));
    int row = random.nextInt(rows.size());
    int column = random.nextInt(rows.get(0).size());
    String end = "\n";
    switch (random.nextInt(16)) {
      case 0 -> rows.forEach(cells -> cells.remove(Math.min(column, cells.size() - 1)));
      case 1 -> rows.forEach(cells -> cells.add(cells.get(column)));
      case 2 -> rows.get(0).set(column, CELLS[random.nextInt(CELLS.length)]);
      case 3 -> rows.get(0).set(column, rows.get(0).get(column).toUpperCase(java.util.Locale.ROOT));
      case 4, 5 -> cells(rows, column, 1);
      case 6 -> cells(rows, column, rows.size());
      case 7 -> rows.add(row, new ArrayList<>(rows.get(rows.size() - 1)));
      case 8 -> rows.subList(Math.min(rows.size(), 1 + random.nextInt(2)), rows.size()).clear();
      case 9 -> rows.clear();
      case 10 -> end = "\r\n";
      case 11 -> end = "\r";
      case 12 -> rows.get(0).set(0, "\ufeff" + rows.get(0).get(0));
      case 13 -> rows.get(row).add("7");
      case 14 -> {
        return text(rows, end).getBytes(StandardCharsets.UTF_16);
      }
      default -> {
        return of(text(rows, end).getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = text(rows, end).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(5) == 0 && bytes.length > 0 ? of(bytes) : bytes;
  }

  private void cells(List<List<String>> rows, int column, int number) {
    String cell = CELLS[random.nextInt(CELLS.length)];
    for (int i = 0; i < number; i++) {
      int row = number == 1 ? 1 + random.nextInt(rows.size() - 1) : i;
      if (row > 0) {
        rows.get(row).set(Math.min(column, rows.get(row).size() - 1), cell);
      }
    }
  }

  private static String text(List<List<String>> rows, String end) {
    StringBuilder text = new StringBuilder();
    rows.forEach(cells -> text.append(String.join(",", cells)).append(end));
    return text.toString();
  }
}
