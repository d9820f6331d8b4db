package org.skypool.core.inference;

/**
 * Dual averaging of a step size towards a mean acceptance (Hoffman and Gelman 2014, section 3.2).
 */
final class StepSizeAdaptation {
  private static final double SHRINKAGE = 0.05;
  private static final double DELAY = 10;
  private static final double FORGETTING = 0.75;

  private final double wanted;
  private final double anchor;
  private double error;
  private double logStep;
  private double logMean;
  private int count;

  StepSizeAdaptation(double first, double wanted) {
    this.wanted = wanted;
    this.anchor = StrictMath.log(10 * first);
    this.logStep = StrictMath.log(first);
  }

  void learn(double acceptance) {
    count++;
    double share = 1 / (count + DELAY);
    error = (1 - share) * error + share * (wanted - acceptance);
    logStep = anchor - Math.sqrt(count) / SHRINKAGE * error;
    double weight = StrictMath.pow(count, -FORGETTING);
    logMean = weight * logStep + (1 - weight) * logMean;
  }

  double exploring() {
    return StrictMath.exp(logStep);
  }

  double settled() {
    return StrictMath.exp(logMean);
  }
}
