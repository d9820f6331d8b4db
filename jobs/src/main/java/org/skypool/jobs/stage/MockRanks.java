package org.skypool.jobs.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one mock survey of a calibration left.
 *
 * @param mock its number
 * @param ranks of the true hyperparameters; empty where the mock failed
 * @param guards names of the guards that failed, in order
 * @param failure why it has no ranks; null where it has
 */
record MockRanks(
    @JsonProperty("mock") int mock,
    @JsonProperty("ranks") int[] ranks,
    @JsonProperty("guards") List<String> guards,
    @JsonProperty("failure") String failure)
    implements Serializable {

  MockRanks {
    ranks = ranks.clone();
    guards = new ArrayList<>(guards);
  }

  static MockRanks failed(int mock, String reason) {
    return new MockRanks(mock, new int[0], List.of(), reason);
  }

  Optional<String> reason() {
    return Optional.ofNullable(failure);
  }
}
