/** Blocks of weighted draws as flat primitive arrays. */
package org.skypool.core.draws;
