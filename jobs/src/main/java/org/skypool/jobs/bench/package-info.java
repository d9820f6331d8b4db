/** Measurements of this machine: what the kernels cost beside a plain C program doing the same. */
package org.skypool.jobs.bench;
