/** Command line: one command per stage, exit codes, one-line messages, progress. */
package org.skypool.jobs.cli;
