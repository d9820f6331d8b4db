/** Spark stages, tables, report and command line. */
package org.skypool.jobs;
