/**
 * Elementary functions over blocks of doubles, the same bits on every machine.
 *
 * <p>Everything here is made of correctly rounded operations (+ - * / and fused multiply-add) in a
 * fixed order. Results therefore do not depend on the vector width, on whether the module {@code
 * jdk.incubator.vector} is present, or on whether the just-in-time compiler has already run.
 */
package org.skypool.core.math;
