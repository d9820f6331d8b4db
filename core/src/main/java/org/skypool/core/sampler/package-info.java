/** Proposals fitted to the posterior of one object, and points drawn through them. */
package org.skypool.core.sampler;
