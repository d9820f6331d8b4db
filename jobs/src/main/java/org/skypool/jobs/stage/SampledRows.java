package org.skypool.jobs.stage;

import org.skypool.core.draws.DrawBlock;
import org.skypool.jobs.io.RowMarks;

/**
 * Rows of a table of draws as they are stored.
 *
 * @param draws of the objects, columns named as in the table
 * @param effective number of points of each object
 * @param marks hashes of each
 */
record SampledRows(DrawBlock draws, double[] effective, RowMarks marks) {}
