package org.skypool.core.inference;

/**
 * How many integration points every object has, and why.
 *
 * @param points per object
 * @param reason in words, for the record of the run
 */
public record PointsChoice(int points, String reason) {}
