/** Random streams keyed by what they are for, and low-discrepancy points. */
package org.skypool.core.random;
