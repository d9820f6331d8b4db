/**
 * The report: one self-contained HTML page, with its plots as inline SVG, from an immutable
 * description of a finished run.
 *
 * <p>{@link org.skypool.jobs.report.ReportPage} is the entry, {@link
 * org.skypool.jobs.report.ReportData} its input. The page requests nothing from the network and
 * runs no script; the same input gives the same bytes on every machine, whatever fonts and locale
 * it has.
 */
package org.skypool.jobs.report;
