package org.skypool.jobs.cli;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run is launched, which never changes its results.
 *
 * @param master Spark master URL; empty: what spark-submit set, else every core of this machine
 * @param verbose whether failures show their stack trace
 * @param partitions number of Spark partitions; empty: chosen
 */
public record Launch(Optional<String> master, boolean verbose, OptionalInt partitions) {}
