package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The modes of a subset's hyperposterior, where climbs from several points far apart end. */
final class SubsetModes {
  private static final int FURTHER_STARTS = 3;

  /**
   * A lesser mode counts up to this difference in log density over the subset alone. A log
   * likelihood ratio has a variance of about twice its mean, so that one of 30 is 4 sd from 0 and
   * stays so over any number of further objects.
   */
  private static final double NEGLIGIBLE = 30;

  /** Modes closer than this, in sd of the subset's own hyperposterior, are the same. */
  private static final double SAME = 1;

  private final AimedSampling aiming;
  private final Targets subset;
  private final double multiplicity;

  /**
   * Makes a finder.
   *
   * @param subset with every object counted {@code multiplicity} times
   */
  SubsetModes(AimedSampling aiming, Targets subset, double multiplicity) {
    this.aiming = aiming;
    this.subset = subset;
    this.multiplicity = multiplicity;
  }

  /** A mode with its height. */
  private record Peak(Laplace mode, double height) {}

  /**
   * Finds the modes.
   *
   * @param start a first point; empty: the best one of a search over the prior
   * @return the highest, then those that count and differ from it
   * @throws NoSupportException if no hyperparameters support the subset
   */
  List<double[]> of(Optional<double[]> start, long seed) {
    PriorSearch search = PriorSearch.of(subset.with(aiming.aimedAtEach()), seed);
    double[] first = start.orElse(search.best());
    List<Peak> peaks = new ArrayList<>(List.of(climb(first)));
    for (double[] further : search.apart(first, FURTHER_STARTS)) {
      peaks.add(climb(further));
    }
    Peak highest = peaks.get(0);
    for (Peak peak : peaks) {
      highest = peak.height > highest.height ? peak : highest;
    }
    List<double[]> modes = new ArrayList<>(List.of(highest.mode.centre()));
    for (Peak peak : peaks) {
      if ((highest.height - peak.height) / multiplicity < NEGLIGIBLE && !same(highest, peak)) {
        modes.add(peak.mode.centre());
      }
    }
    return List.copyOf(modes);
  }

  private Peak climb(double[] z) {
    AimedSampling.Aimed aimed = aiming.climb(subset, z);
    double height = aimed.density().values(new double[][] {aimed.mode().centre()})[0];
    return new Peak(aimed.mode(), height);
  }

  private boolean same(Peak highest, Peak other) {
    boolean same = true;
    for (int d = 0; d < highest.mode.centre().length; d++) {
      double sd = Math.sqrt(multiplicity * highest.mode.covariance()[d][d]);
      same &= Math.abs(highest.mode.centre()[d] - other.mode.centre()[d]) <= SAME * sd;
    }
    return same;
  }
}
