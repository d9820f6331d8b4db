/**
 * Composes the rooms: mode, importance sampling, chains, rounds, selection integrals, shrinkage.
 */
package org.skypool.core.inference;
