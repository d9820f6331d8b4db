/**
 * How far chains, importance weights and summaries can be trusted.
 *
 * <p>Chains are arrays {@code [chain][draw]} of equal lengths. A diagnostic that has no meaning for
 * its input (too few draws, values that are not finite, no variation) is NaN, never a number that
 * looks healthy; each class says when.
 */
package org.skypool.core.diagnostics;
