package org.skypool.jobs.progress;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;

/**
 * What the Spark jobs that this thread starts are for, as the Spark UI and listeners see it: the
 * description of jobs and the name of stages, which would otherwise be a line of source code. The
 * former name returns when this one is closed. Ctrl-C and a failed run end the tasks of such jobs.
 */
public final class JobName implements AutoCloseable {
  private static final String CALL_SITE = "callSite.short";
  private static final String[] KEYS = {
    "spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel", CALL_SITE
  };

  private final SparkContext context;
  private final Map<String, String> before = new LinkedHashMap<>();

  private JobName(SparkContext context) {
    this.context = context;
    for (String key : KEYS) {
      before.put(key, context.getLocalProperty(key));
    }
  }

  /** Names the jobs of this thread from here on, such as {@code sampling, round 1}. */
  public static JobName of(SparkContext context, String name) {
    JobName named = new JobName(context);
    context.setJobGroup(name, name, true);
    context.setLocalProperty(CALL_SITE, name);
    return named;
  }

  @Override
  public void close() {
    before.forEach(context::setLocalProperty);
  }
}
