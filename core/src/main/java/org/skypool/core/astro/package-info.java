/** Cosmological distances and volumes. */
package org.skypool.core.astro;
