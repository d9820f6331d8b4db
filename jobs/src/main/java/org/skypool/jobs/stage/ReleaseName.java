package org.skypool.jobs.stage;

import java.time.Instant;
import java.util.Optional;

/**
 * How a run's release is called.
 *
 * @param name asked for; empty: from the time
 * @param now time of the run
 */
public record ReleaseName(Optional<String> name, Instant now) {}
