/** Progress of long work, shown on the error stream; stages feed it. */
package org.skypool.jobs.progress;
