/** Object models: the likelihood of one object's measurement, one class per kind of measurement. */
package org.skypool.core.object;
