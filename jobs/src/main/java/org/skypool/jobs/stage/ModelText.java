package org.skypool.jobs.stage;

import java.io.Serializable;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;

/** A run's configuration as executors receive it: text, from which each makes its own model. */
record ModelText(String resolved, String name) implements Serializable {

  static ModelText of(RunConfig config) {
    return new ModelText(config.resolved(), config.name());
  }

  RunConfig config() {
    return ConfigLoader.ofResolved(resolved, name);
  }

  SurveyModel model() {
    return SurveyModel.of(config());
  }
}
