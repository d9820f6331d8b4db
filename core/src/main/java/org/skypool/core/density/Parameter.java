package org.skypool.core.density;

import java.util.function.DoublePredicate;

/**
 * A parameter of a named distribution.
 *
 * @param name its name in formulas
 * @param domain what values it may have
 * @param isVector whether it is a vector of such values
 */
public record Parameter(String name, Domain domain, boolean isVector) {

  /** Sets of allowed values; outside, a log density is NaN. */
  public enum Domain {
    /** Any finite number. */
    REAL("a number", Double::isFinite),
    /** Any finite number above 0. */
    POSITIVE("above 0", value -> Double.isFinite(value) && value > 0),
    /** A finite number, or an infinite end of an interval where the family allows it. */
    BOUND("a number, or inf", value -> !Double.isNaN(value));

    private final String words;
    private final DoublePredicate values;

    Domain(String words, DoublePredicate values) {
      this.words = words;
      this.values = values;
    }

    /** Whether it has a value. */
    public boolean contains(double value) {
      return values.test(value);
    }

    /** The domain in words. */
    public String words() {
      return words;
    }
  }

  /** A parameter that may be any finite number. */
  public static Parameter real(String name) {
    return new Parameter(name, Domain.REAL, false);
  }

  /** A parameter that must be above 0. */
  public static Parameter positive(String name) {
    return new Parameter(name, Domain.POSITIVE, false);
  }

  /** A parameter that is an end of the support. */
  public static Parameter bound(String name) {
    return new Parameter(name, Domain.BOUND, false);
  }

  /** A parameter that is a vector of finite numbers. */
  public static Parameter vector(String name) {
    return new Parameter(name, Domain.REAL, true);
  }

  /** One element of a vector, from 1. */
  Parameter element(int number) {
    return new Parameter(name + "[" + number + "]", domain, false);
  }
}
