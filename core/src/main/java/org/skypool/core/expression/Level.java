package org.skypool.core.expression;

/** How often an expression has a value: once, once per object, or once per draw. */
public enum Level {
  /** One value for all objects: constants and functions of hyperparameters only. */
  SCALAR,
  /** One value per object: covariates, and functions of them. */
  OBJECT,
  /** One value per draw: individual parameters, stored observables, and functions of them. */
  DRAW;

  /** The finer of two levels. */
  public Level max(Level other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
