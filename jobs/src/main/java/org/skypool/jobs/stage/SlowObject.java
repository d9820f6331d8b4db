package org.skypool.jobs.stage;

import java.io.Serializable;

/**
 * An object whose likelihood took long.
 *
 * @param id of the object
 * @param seconds it took in one stage, to a tenth
 */
record SlowObject(String id, double seconds) implements Serializable {}
