package org.skypool.core.inference;

/** A selection term made of integrals that can be computed again more finely. */
interface IntegratedTerm extends SelectionTerm {

  /** How finely it was computed. */
  SelectionIntegral.Resolution resolution();

  /** Whether refining the grid of covariates would change nothing. */
  boolean exactInCovariates();

  /** Number of integrals. */
  int integrals();
}
