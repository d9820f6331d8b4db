package org.skypool.core.inference;

import java.util.Arrays;

/** The posterior density of the hyperparameters vanishes where a fit would start. */
public final class NoSupportException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final double[] phi;

  /** Makes the exception for a hyperparameter vector. */
  public NoSupportException(double[] phi) {
    super("no hyperparameters support every object; tried " + Arrays.toString(phi));
    this.phi = phi.clone();
  }

  /** The last vector tried. */
  public double[] phi() {
    return phi.clone();
  }
}
