package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFilesTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0.001, 1",
    "8, 0.1, 8",
    "9, 0.1, 8",
    "9, 64, 8",
    "56, 64, 8",
    "57, 64, 9",
    "20000, 64, 2858",
    "55, 128, 19",
    "20, 447, 20",
    "20, 1000, 20"
  })
  void numberFollowsBucketsAndTheirSize(int buckets, double mebibytes, int expected) {
    assertEquals(expected, TableFiles.of(buckets, mebibytes).count());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "8, 8", "9, 8", "55, 8", "57, 9", "1000, 143", "3, 2"})
  void everyBucketIsInOneFileAndTheNamesSayWhich(int buckets, int count) {
    TableFiles files = new TableFiles(buckets, count);
    List<Integer> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int file = 0; file < count; file++) {
      int number = file;
      List<Integer> in = files.bucketsOf(file);
      assertTrue(in.size() == buckets / count || in.size() == buckets / count + 1, in.toString());
      in.forEach(bucket -> assertEquals(number, files.fileOf(bucket)));
      assertEquals(in, TableFiles.bucketsIn(files.name(file)));
      assertTrue(TableFiles.isName(files.name(file)));
      all.addAll(in);
      names.add(files.name(file));
    }
    assertEquals(IntStream.range(0, buckets).boxed().toList(), all);
    assertEquals(names.stream().sorted().toList(), names);
    assertEquals(count < buckets, files.isPacked());
  }

  @Test
  void filesOfOthersAreOneBucketEach() {
    for (String name :
        List.of(
            "part-00003-8d3f1a2b-c000.snappy.parquet",
            "part-00001-of-00010.parquet",
            "part-00001-00010.parquet",
            "draws.parquet",
            ".part-00001.parquet",
            "part-00001.parquet.crc")) {
      assertFalse(TableFiles.isName(name), name);
      assertEquals(1, TableFiles.bucketsIn(name).size(), name);
    }
  }

  @Test
  void bucketsAreReadInTheOrderOfTheirNumbersBeyondFiveDigits(@TempDir Path folder)
      throws IOException {
    List<String> names =
        List.of(
            "part-00002.parquet",
            "part-09998-to-09999.parquet",
            "part-10000-to-20000.parquet",
            "part-20001-to-99999.parquet",
            "part-100000-to-100001.parquet",
            "part-1000000.parquet");
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
    List<TablePart> parts =
        DrawsReader.parts(new Configuration(), new org.apache.hadoop.fs.Path(folder.toUri()));
    assertEquals(
        names,
        parts.stream()
            .map(part -> Path.of(part.file()).getFileName().toString())
            .distinct()
            .toList());
  }

  @Test
  void namesThatRunBackwardsAreOneBucket() {
    assertEquals(List.of(0), TableFiles.bucketsIn("part-00007-to-00003.parquet"));
  }

  @Test
  void moreFilesThanBucketsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TableFiles(3, 4));
    assertThrows(IllegalArgumentException.class, () -> new TableFiles(3, 0));
  }
}
