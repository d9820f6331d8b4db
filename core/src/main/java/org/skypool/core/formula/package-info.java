/**
 * The formula language: text to expressions and densities over names. Nothing in a text is
 * executed.
 */
package org.skypool.core.formula;
