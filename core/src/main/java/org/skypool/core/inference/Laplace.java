package org.skypool.core.inference;

/**
 * A normal approximation of the hyperposterior in standard-normal coordinates of the prior.
 *
 * @param centre mode, or mean
 * @param covariance positive definite
 */
public record Laplace(double[] centre, double[][] covariance) {}
