package org.skypool.core.inference;

/** A density for every selection term: the same draws, the selection integral aimed anew. */
@FunctionalInterface
interface DensityFamily {

  /** The density with a selection term. */
  StandardDensity with(SelectionTerm selection);
}
