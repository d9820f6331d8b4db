package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigValueFactory;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
  @Test
  void everyDefaultOfTheTablePassesItsOwnType() {
    for (ConfigKey key : ConfigSchema.keys()) {
      key.fallback()
          .ifPresent(
              value ->
                  assertEquals(
                      value, key.type().read(key.dotted(), ConfigValueFactory.fromAnyRef(value))));
    }
    assertThrows(IllegalArgumentException.class, () -> ConfigSchema.key("no.such.key"));
  }
}
