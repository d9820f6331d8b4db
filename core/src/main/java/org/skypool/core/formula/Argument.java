package org.skypool.core.formula;

/**
 * One argument of a call.
 *
 * @param name its name, or null for a positional one
 * @param position where it starts, the name included
 * @param value what it stands for
 */
record Argument(String name, int position, Operand value) {}
