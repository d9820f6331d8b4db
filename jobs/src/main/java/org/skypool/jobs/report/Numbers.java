package org.skypool.jobs.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as a reader wants them: as many digits as they are good for, in every locale alike. */
final class Numbers {
  /** Outside 1e-4 to 1e7 plain decimals are hard to read. */
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final int LARGEST_PLAIN_EXPONENT = 7;

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /**
   * A value rounded to the second significant digit of its uncertainty: -1.2473 with 0.0119 is
   * -1.247.
   *
   * @param value any number
   * @param uncertainty its standard deviation; where it is 0 or not finite, four significant digits
   *     are given
   * @return the text
   */
  static String rounded(double value, double uncertainty) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (!(uncertainty > 0) || Double.isInfinite(uncertainty)) {
      return significant(value, 4);
    }
    int decimals = 1 - exponent(uncertainty);
    if (decimals > 12
        || exponent(Math.max(Math.abs(value), uncertainty)) >= LARGEST_PLAIN_EXPONENT) {
      return significant(
          value, Math.min(12, 2 + Math.max(0, exponent(Math.abs(value)) - exponent(uncertainty))));
    }
    return minus(
        new BigDecimal(value)
            .setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN)
            .toPlainString());
  }

  /**
   * A value with a number of significant digits.
   *
   * @param value any number
   * @param digits at least 1
   * @return the text, in scientific notation outside 1e-4 to 1e7
   */
  static String significant(double value, int digits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return "0";
    }
    int exponent = exponent(value);
    if (exponent < SMALLEST_PLAIN_EXPONENT || exponent >= LARGEST_PLAIN_EXPONENT) {
      String[] parts = String.format(Locale.ROOT, "%." + (digits - 1) + "e", value).split("e");
      return minus(parts[0]) + "\u00D7" + powerOfTen(Long.parseLong(parts[1]));
    }
    int decimals = Math.max(0, digits - 1 - exponent);
    return minus(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString());
  }

  /**
   * A value where there is one.
   *
   * @param value perhaps a number
   * @param digits significant digits
   * @return the text, a dash where there is none
   */
  static String significant(OptionalDouble value, int digits) {
    return value.isPresent() ? significant(value.getAsDouble(), digits) : "–";
  }

  /**
   * A whole number with thin spaces between groups of three.
   *
   * @param value any number, rounded to the nearest whole one
   * @return the text
   */
  static String whole(double value) {
    return Double.isFinite(value)
        ? minus(String.format(Locale.ROOT, "%,.0f", value).replace(',', '\u2009'))
        : special(value);
  }

  /**
   * A whole number with thin spaces between groups of three.
   *
   * @param value any number
   * @return the text
   */
  static String whole(long value) {
    return minus(String.format(Locale.ROOT, "%,d", value).replace(',', '\u2009'));
  }

  /**
   * A power of ten with a raised exponent.
   *
   * @param exponent any whole number
   * @return the text, for example 10⁻³
   */
  static String powerOfTen(long exponent) {
    StringBuilder out = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
    Long.toString(Math.abs(exponent))
        .chars()
        .forEach(c -> out.append(SUPERSCRIPTS.charAt(c - '0')));
    return out.toString();
  }

  private static int exponent(double value) {
    return value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
  }

  private static String minus(String number) {
    return number.replaceAll("^-(?=0(\\.0*)?$)", "").replaceAll("^-", "\u2212");
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "undefined" : value > 0 ? "∞" : "\u2212∞";
  }
}
