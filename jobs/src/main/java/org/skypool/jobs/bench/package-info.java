/**
 * Measurements of this machine: kernels and fits beside a plain C program doing the same, sampling,
 * tables of draws, and where draws are evaluated.
 */
package org.skypool.jobs.bench;
