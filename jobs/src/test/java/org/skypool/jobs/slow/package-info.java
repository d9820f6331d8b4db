/** What a user's jar could hold: classes that tests put into jars. */
package org.skypool.jobs.slow;
