/** Classes of users: found in jars on the class path, and told apart by what is in those. */
package org.skypool.core.plugin;
