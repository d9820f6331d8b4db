/** Command line: one command per stage, exit codes, one-line messages. */
package org.skypool.jobs.cli;
