/**
 * What stands between runs of the same survey: one run at a time in an output folder, the answers
 * that later ones replaced, and what differs between two of them.
 */
package org.skypool.jobs.release;
