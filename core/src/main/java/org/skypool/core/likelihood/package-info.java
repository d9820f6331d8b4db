/**
 * The reweighted hyper-likelihood over blocks of draws: value, gradient, and what each object says.
 */
package org.skypool.core.likelihood;
