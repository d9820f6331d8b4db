/**
 * Expressions over hyperparameters, covariates and draws, evaluated over blocks with exact
 * gradients.
 */
package org.skypool.core.expression;
