package org.skypool.core.inference;

/**
 * Importance-weighted points of the hyperposterior in standard-normal coordinates of the prior.
 *
 * @param z points
 * @param logDensity unnormalised log posterior density in these coordinates
 * @param logWeight normalised log weights, smoothed in the tail
 * @param replicate which independent randomisation each point belongs to
 * @param effective {@code 1 / sum w^2}
 * @param khat Pareto shape of the raw weights; above 0.7 the weights cannot be trusted
 * @param logIntegral log of the integral of the unnormalised density
 */
public record WeightedPoints(
    double[][] z,
    double[] logDensity,
    double[] logWeight,
    int[] replicate,
    double effective,
    double khat,
    double logIntegral) {}
