package org.skypool.core.inference;

import java.io.Serializable;

/**
 * What one update of all objects depends on besides the objects themselves.
 *
 * @param seed of the run
 * @param iteration number of the update; its random numbers are its own
 * @param sweeps how often every individual parameter is moved
 * @param gain weight of what the acceptance of a move says about its step size; 0: steps are frozen
 * @param phi hyperparameters of every chain
 */
public record SweepPlan(long seed, int iteration, int sweeps, double gain, double[][] phi)
    implements Serializable {}
