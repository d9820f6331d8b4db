package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The draws of conf/eccentricities-draws.conf, one row per draw as orbit fits are published: where
 * they come from, and that the file in conf/data is what this gives.
 *
 * <p>Eccentricities follow beta(1, 3) and orbits point anywhere. Measured are {@code e cos w} and
 * {@code e sin w} with a normal error from 0.03 to 0.2, log-uniform; a planet's draws are its
 * posterior under uniform priors of e and w, by rejection.
 */
class EccentricityDrawsTest {
  private static final int PLANETS = 80;
  private static final int DRAWS = 200;
  private static final double A = 1;
  private static final double B = 3;

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("conf"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private record Planet(double truth, double[] draws) {}

  private static List<Planet> planets() {
    SplittableRandom random = new SplittableRandom(2010);
    List<Planet> planets = new ArrayList<>();
    while (planets.size() < PLANETS) {
      double e = eccentricity(random);
      double w = 2 * Math.PI * random.nextDouble();
      double s = 0.03 * StrictMath.exp(random.nextDouble() * StrictMath.log(0.2 / 0.03));
      double h = e * StrictMath.cos(w) + s * random.nextGaussian();
      double k = e * StrictMath.sin(w) + s * random.nextGaussian();
      double[] draws = new double[DRAWS];
      for (int d = 0; d < DRAWS; d++) {
        draws[d] = draw(random, h, k, s);
      }
      planets.add(new Planet(e, draws));
    }
    return planets;
  }

  /** Beta by Joehnk's method: powers of two uniform numbers whose sum is at most 1. */
  private static double eccentricity(SplittableRandom random) {
    while (true) {
      double x = StrictMath.pow(random.nextDouble(), 1 / A);
      double y = StrictMath.pow(random.nextDouble(), 1 / B);
      if (x + y > 0 && x + y <= 1) {
        return x / (x + y);
      }
    }
  }

  private static double draw(SplittableRandom random, double h, double k, double s) {
    while (true) {
      double e = random.nextDouble();
      double w = 2 * Math.PI * random.nextDouble();
      double u = (e * StrictMath.cos(w) - h) / s;
      double v = (e * StrictMath.sin(w) - k) / s;
      if (random.nextDouble() < StrictMath.exp(-0.5 * (u * u + v * v))) {
        return Math.max(0.001, Math.min(0.999, e));
      }
    }
  }

  @Test
  void theFileIsWhatTheGeneratorGives() throws IOException {
    StringBuilder csv = new StringBuilder("planet,e\n");
    List<Planet> planets = planets();
    for (int p = 0; p < PLANETS; p++) {
      for (double e : planets.get(p).draws()) {
        csv.append(String.format(Locale.ROOT, "p%d,%.3f%n", p + 1, e));
      }
    }
    Path file = root().resolve("conf/data/eccentricity-draws.csv");
    String text = csv.toString().replace("\r\n", "\n");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertEquals(text, Files.readString(file), "delete the file to have it written anew");
  }

  /** What the problem is about: planet by planet, noise makes orbits look eccentric. */
  @Test
  void singleEstimatesAreTooHigh() {
    List<Planet> planets = planets();
    double truth = planets.stream().mapToDouble(Planet::truth).average().orElseThrow();
    double estimate =
        planets.stream()
            .flatMapToDouble(p -> java.util.Arrays.stream(p.draws()))
            .average()
            .orElseThrow();
    assertEquals(A / (A + B), truth, 4 * 0.19 / Math.sqrt(PLANETS));
    assertTrue(estimate > truth + 0.02, () -> estimate + " against " + truth);
  }
}
