package org.skypool.core.object;

import java.util.Optional;

/**
 * An argument of an object model: what it is called, what it means and which values it may take.
 *
 * @param name key in the configuration
 * @param meaning in one line, with units
 * @param domain the values allowed
 * @param fallback its value where it is not given; empty for one that must be given
 */
public record ModelArgument(String name, String meaning, Domain domain, Optional<Double> fallback) {

  /** An argument that must be given. */
  public ModelArgument(String name, String meaning, Domain domain) {
    this(name, meaning, domain, Optional.empty());
  }

  /** An argument that may be left out. */
  public static ModelArgument optional(
      String name, String meaning, Domain domain, double fallback) {
    return new ModelArgument(name, meaning, domain, Optional.of(fallback));
  }

  /** Values an argument may take. */
  public enum Domain {
    /** Any finite number. */
    FINITE("a finite number") {
      @Override
      boolean contains(double value) {
        return Double.isFinite(value);
      }
    },
    /** A finite number above zero. */
    POSITIVE("> 0") {
      @Override
      boolean contains(double value) {
        return value > 0 && Double.isFinite(value);
      }
    },
    /** A finite number, zero or above. */
    NOT_NEGATIVE(">= 0") {
      @Override
      boolean contains(double value) {
        return value >= 0 && Double.isFinite(value);
      }
    },
    /** 0, 1, 2 and so on. */
    COUNT("a whole number >= 0") {
      @Override
      boolean contains(double value) {
        return value >= 0 && value == Math.rint(value) && Double.isFinite(value);
      }
    };

    private final String description;

    Domain(String description) {
      this.description = description;
    }

    abstract boolean contains(double value);

    /** The values allowed, in words. */
    public String description() {
      return description;
    }
  }
}
