/** Numerics of hierarchical population inference, free of Spark, files and logging. */
package org.skypool.core;
