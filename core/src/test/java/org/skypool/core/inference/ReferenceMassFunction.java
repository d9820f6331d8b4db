package org.skypool.core.inference;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Erf;

/**
 * The likelihood of a Schechter mass function for masses measured with one normal error, by
 * Gauss-Legendre quadrature over the true mass: normalisation, evidences and detection probability
 * alike. Panels of 0.05 dex with eight nodes from the population's edge to 13.5.
 */
final class ReferenceMassFunction {
  private static final double UPPER = 13.5;
  private static final double PANEL = 0.05;
  private static final int NODES = 8;

  private final double[] logMass;
  private final double[] weight;
  private final double[] detected;
  private final double[][] evidence;
  private final double[] counts;

  /**
   * Makes the likelihood.
   *
   * @param measured log10 masses
   * @param error their standard deviation, dex
   * @param edge lower edge of the population
   * @param cut measured masses above it are in the survey; minus infinity where nothing is lost
   */
  ReferenceMassFunction(double[] measured, double error, double edge, double cut) {
    int panels = (int) Math.round((UPPER - edge) / PANEL);
    double width = (UPPER - edge) / panels;
    logMass = new double[panels * NODES];
    weight = new double[logMass.length];
    detected = new double[logMass.length];
    for (int p = 0; p < panels; p++) {
      GaussIntegrator rule =
          new GaussIntegratorFactory().legendre(NODES, edge + p * width, edge + (p + 1) * width);
      for (int k = 0; k < NODES; k++) {
        int n = p * NODES + k;
        logMass[n] = rule.getPoint(k);
        weight[n] = rule.getWeight(k);
        detected[n] = weight[n] * Erf.erfc((cut - logMass[n]) / (error * Math.sqrt(2))) / 2;
      }
    }
    Map<Double, Integer> distinct = new TreeMap<>();
    Arrays.stream(measured).forEach(x -> distinct.merge(x, 1, Integer::sum));
    counts = distinct.values().stream().mapToDouble(Integer::doubleValue).toArray();
    evidence = distinct.keySet().stream().map(x -> likelihoods(x, error)).toArray(double[][]::new);
  }

  private double[] likelihoods(double measured, double error) {
    double[] out = new double[logMass.length];
    for (int n = 0; n < out.length; n++) {
      double z = (measured - logMass[n]) / error;
      out[n] = weight[n] * Math.exp(-z * z / 2) / (error * Math.sqrt(2 * Math.PI));
    }
    return out;
  }

  double logLikelihood(double slope, double knee) {
    double[] f = new double[logMass.length];
    for (int n = 0; n < f.length; n++) {
      double ratio = Math.pow(10, logMass[n] - knee);
      f[n] = Math.pow(ratio, slope + 1) * Math.exp(-ratio);
    }
    double normalisation = dot(weight, f);
    double sum = 0;
    double objects = 0;
    for (int d = 0; d < counts.length; d++) {
      sum += counts[d] * Math.log(dot(evidence[d], f) / normalisation);
      objects += counts[d];
    }
    return sum - objects * Math.log(dot(detected, f) / normalisation);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int n = 0; n < a.length; n++) {
      sum += a[n] * b[n];
    }
    return sum;
  }
}
