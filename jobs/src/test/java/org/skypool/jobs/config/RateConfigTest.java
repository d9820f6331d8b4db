package org.skypool.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of the number of objects and of injections. */
class RateConfigTest {
  private static final String INJECTIONS = "population.selection.injections.";

  @TempDir Path folder;

  @Test
  void elements() {
    RunConfig run =
        ConfigFiles.load(
            folder,
            ConfigFiles.COMPLETE
                + """
                population.rate = 10
                population.element.z { from = 0, to = 2 }
                population.element.e { density = "1/e", values = [2, 1] }
                """);
    assertEquals(Optional.of("10"), run.population().rate());
    assertEquals(
        new RunConfig.Element("1", Optional.of(0.0), Optional.of(2.0), List.of()),
        run.population().elements().get("z"));
    assertEquals(
        new RunConfig.Element("1/e", Optional.empty(), Optional.empty(), List.of(1.0, 2.0)),
        run.population().elements().get("e"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "population.element.z.from=0 | population.element.z: must have from and to",
        "population.element.z{from=0,to=1} | population.element.z: is read with population.rate",
        "mock{objects=5,truth{alpha=-1,log_m_star=10}};population.rate=3 | mock.objects = 5: population.rate says",
        "mock{truth{alpha=-1,log_m_star=10},columns{z=1}};population.rate=3;population.element.z.values=[1] | catalog.mock.columns.z: is drawn from population.rate",
        "population.selection.injections{drawn=9,draw.log_mass=x} | population.selection.detection: stands beside injections",
        "population.selection{detection=null,injections.drawn=9} | population.selection.injections: must have path",
        "population.selection{detection=null,injections{drawn=9,path=a}} | population.selection.injections.density is required",
        "population.selection{detection=null,acts-on=truth,injections{drawn=9,draw.log_mass=x}} | population.selection.acts-on = truth: injections",
        "population.selection{detection=null,injections{drawn=9,draw.mass=x}} | population.selection.injections.draw.mass: no theta",
      })
  void refused(String sets, String expected) {
    String message =
        assertThrows(
                ConfigException.class,
                () -> ConfigFiles.load(folder, ConfigFiles.COMPLETE + sets.replace(';', '\n')))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(expected.strip()), message);
  }

  @Test
  void injections() {
    RunConfig run =
        ConfigFiles.load(
            folder,
            ConfigFiles.COMPLETE + "population.selection.detection = null",
            INJECTIONS + "path=found.csv",
            INJECTIONS + "drawn=1000",
            INJECTIONS + "density=p");
    RunConfig.Injections found =
        run.population().selection().orElseThrow().injections().orElseThrow();
    assertEquals(Optional.of("found.csv"), found.path());
    assertEquals(1000, found.drawn());
    assertEquals(Optional.of("p"), found.density());
    assertTrue(run.population().selection().get().detection().isEmpty());
  }
}
