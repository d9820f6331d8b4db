/** Vector kernels and special functions. */
package org.skypool.core.math;
