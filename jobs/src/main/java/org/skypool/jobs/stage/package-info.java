/**
 * Stages: a verb in, an immutable result out; command line, tests and notebooks call the same
 * entry.
 */
package org.skypool.jobs.stage;
