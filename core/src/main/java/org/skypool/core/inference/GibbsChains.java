package org.skypool.core.inference;

/**
 * Where the chains of a Gibbs sampler are. The arrays are read-only.
 *
 * @param z hyperparameters of every chain, in the coordinates of their prior
 * @param objects individual parameters
 * @param given what moves with the individual parameters held fixed have learned, by chain
 * @param standardised what moves with their standardised values held fixed have learned, by chain
 */
record GibbsChains(
    double[][] z,
    ObjectStates objects,
    HyperMoves.State[] given,
    HyperMoves.State[] standardised) {}
