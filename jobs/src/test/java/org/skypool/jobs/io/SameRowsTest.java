package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows give the same objects, and the same fingerprint, from whatever they are in. */
class SameRowsTest extends CatalogueFixture {
  @TempDir Path tables;

  @Test
  void fromEveryFormat() throws IOException {
    TablesOfOneSurvey survey = new TablesOfOneSurvey(500);
    Catalogue expected = null;
    for (TablesOfOneSurvey.Format format : TablesOfOneSurvey.Format.values()) {
      Path file = survey.write(format, tables);
      Catalogue catalogue =
          read(
              catalog(format.source(), file, "id", "field <> 'UDS'", Map.of("y", "2 * x")),
              List.of("x", "x_err", "y"));
      expected = expected == null ? catalogue : expected;
      assertEquals(objects(expected), objects(catalogue), format.name());
      assertEquals(expected.fingerprint(), catalogue.fingerprint(), format.name());
      assertEquals(500, catalogue.rows());
      assertEquals(expected.notSelected(), catalogue.notSelected());
    }
  }
}
