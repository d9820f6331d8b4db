package org.skypool.core.population;

import java.util.List;
import org.skypool.core.expression.Expression;

/**
 * How many objects the population has: an inhomogeneous Poisson process of intensity {@code R(x,
 * phi) n(x, phi) f(theta | x, phi)} over individual parameters and covariates, {@code n} the
 * product of the elements' densities. The likelihood of the objects found is
 *
 * <pre>
 * log L(phi) = sum_i [log R(x_i) + log n(x_i) + log Z_i] - Lambda(phi)
 * Lambda(phi) = integral R(x) n(x) xi(x, phi) dx
 * </pre>
 *
 * with {@code xi} the probability of detection, 1 where nothing is lost, and {@code Lambda} the
 * expected number of detected objects (Loredo 2004, doi:10.1063/1.1835214; Mandel, Farr &amp; Gair
 * 2019, doi:10.1093/mnras/stz896).
 *
 * @param perElement R, objects per unit of the element, before any is lost
 * @param elements of the covariates that matter, in order; without any R is a number of objects
 */
public record Rate(Expression perElement, List<Element> elements) {

  /** {@code log R + log n}. */
  public Expression logIntensity() {
    Expression sum = perElement.log();
    for (Element element : elements) {
      sum = sum.plus(element.density().log());
    }
    return sum;
  }

  /** Names of the covariates, in order. */
  public List<String> columns() {
    return elements.stream().map(Element::column).toList();
  }
}
