/** Catalogues in, tables out: readers, writers, atomic publication, manifests. */
package org.skypool.jobs.io;
