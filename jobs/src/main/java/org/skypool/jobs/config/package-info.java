/** Typed, immutable configuration: key, default, unit and reason stand together. */
package org.skypool.jobs.config;
