package org.skypool.core.likelihood;

import java.util.List;

/**
 * Per object, at one hyperparameter vector: its log evidence, how many draws carry it, and its
 * score.
 *
 * @param ids object ids
 * @param logEvidence {@code log Z_i}
 * @param effective effective number of draws, {@code (sum w)^2 / sum w^2} with {@code w_k =
 *     exp(logWeight_k) f(theta_k)}; 0 without support
 * @param variance of {@code log Z_i} if the draws were independent: {@code 1 / effective - 1 / K}.
 *     An upper bound for lattice points, whose error is far smaller
 * @param scores gradient of {@code log Z_i} by the hyperparameters
 */
public record ObjectEvidence(
    List<String> ids,
    double[] logEvidence,
    double[] effective,
    double[] variance,
    double[][] scores) {}
