package org.skypool.core.inference;

import org.skypool.core.expression.Expression;

/**
 * A hierarchical model whose individual parameters are sampled together with the hyperparameters:
 * {@code log p(phi) + sum_i [log f(theta_i | x_i, phi) + sum log p(D | theta_i, phi)]}, the inner
 * sum over the observations of object i.
 *
 * @param problem individual parameters and population; its likelihood says where chains start and
 *     may be null, then they start at a draw from the population
 * @param logLikelihood of one observation, over individual parameters, columns and hyperparameters
 */
public record GibbsModel(SurveyProblem problem, Expression logLikelihood) {}
