package org.skypool.jobs.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL in a configuration computes from the row it is given; it calls nothing and reads nothing. */
class SqlCodeTest extends CatalogueFixture {
  private static final String TABLE = "id,x\na,1\nb,2\n";
  private static final String PROPERTY = "skypool.test.reached";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reflect('java.lang.System', 'setProperty', '" + PROPERTY + "', 'yes') IS NULL",
        "java_method('java.lang.System', 'setProperty', '" + PROPERTY + "', 'yes') IS NULL",
        "try_reflect('java.lang.System', 'setProperty', '" + PROPERTY + "', 'yes') IS NULL",
        "(SELECT count(*) FROM csv.`/etc/hostname`) > 0",
        "x IN (SELECT 1)",
        "EXISTS (SELECT 1)",
        "(SELECT java_method('java.lang.System', 'setProperty', '" + PROPERTY + "', 'yes')) = '1'",
      })
  void callsAndQueriesAreRefused(String where) {
    refused(() -> csv(TABLE, where, Map.of(), "x"));
    refused(() -> csv(TABLE, null, Map.of("y", where), "x", "y"));
    assertEquals(null, System.getProperty(PROPERTY));
  }
}
