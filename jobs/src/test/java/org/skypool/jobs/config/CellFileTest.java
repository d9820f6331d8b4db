package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of cells from files. */
class CellFileTest {
  @TempDir Path folder;

  private TabulatedFunction read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text.replace(';', '\n'));
    return new CellFile(
            "population.tables.f", file.toString(), List.of("x0", "y0"), List.of("x1", "y1"), "f")
        .read("f", -1);
  }

  @Test
  void rowsMayComeInAnyOrder() throws IOException {
    TabulatedFunction f =
        read("x0,x1,y0,y1,note,f;1,3,5,6,a,0.4;0,1,5,6,b,0.2;1,3,6,9,c,0.5;0,1,6,9,d,0.3;");
    assertEquals(List.of(List.of(0.0, 1.0, 3.0), List.of(5.0, 6.0, 9.0)), f.edges());
    assertEquals(List.of(0.2, 0.3, 0.4, 0.5), f.values());
    assertEquals(0.4, f.table().at(new double[] {2, 5.5}));
    assertEquals(0.5, f.table().at(new double[] {3, 9}));
    assertEquals(-1, f.table().at(new double[] {3.1, 7}));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x0,x1,y0,f;0,1,2,3 | no column 'y1'",
        "x0,x1,y0,y1,f;0,1,5,6,0.2;0,1,6,9,none | line 3: 'none' is not a number",
        "x0,x1,y0,y1,f;0,1,5,6,0.2;1,3,6,9,0.4 | 2 rows, but the edges make 4 cells",
        "x0,x1,y0,y1,f;0,1,5,6,0.2;0,1,5,6,0.4;0,1,6,9,1;0,1,6,9,1 | 4 rows, but the edges make 2",
        "x0,x1,y0,y1,f;0,1,5,6,0.2;0,1,6,9,0.4;1,2,5,6,1;0,2,6,9,1 | overlaps others"
      })
  void whatIsNoGridIsRefused(String text, String reason) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read(text));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    assertTrue(refused.getMessage().startsWith("population.tables.f.path = "));
  }
}
