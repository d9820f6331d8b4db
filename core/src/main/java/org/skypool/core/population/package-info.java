/** The population model: density, selection and hyperprior over named hyperparameters. */
package org.skypool.core.population;
