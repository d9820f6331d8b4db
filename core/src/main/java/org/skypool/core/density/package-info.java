/**
 * Named distributions with their coordinates, support and exact gradients, and how they compose.
 */
package org.skypool.core.density;
