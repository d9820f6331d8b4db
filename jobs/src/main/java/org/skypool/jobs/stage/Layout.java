package org.skypool.jobs.stage;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a run is laid out on its machines, which changes no result.
 *
 * @param partitions Spark partitions of the sampling stage; empty: chosen
 * @param evaluator where the population is evaluated
 */
public record Layout(OptionalInt partitions, Evaluator evaluator) {

  /** Everything chosen. */
  public static final Layout AUTO = new Layout(OptionalInt.empty(), Evaluator.AUTO);

  /** Where draws are while the population is fitted to them. */
  public enum Evaluator {
    /** Chosen by their size. */
    AUTO,
    /** In the driver's memory. */
    DRIVER,
    /** In the memory of the executors, and where that is short on their disks. */
    EXECUTORS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
