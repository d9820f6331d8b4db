package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.skypool.jobs.config.ConfigLoader;
import org.skypool.jobs.config.RunConfig;

/** A run's configuration as executors receive it: text, from which each makes its own model. */
record ModelText(String resolved, String name) implements Serializable {

  /** Models of this JVM by their text: many tasks and jobs read the same one. */
  private static final Map<ModelText, SurveyModel> MODELS = new ConcurrentHashMap<>();

  static ModelText of(RunConfig config) {
    return new ModelText(config.resolved(), config.name());
  }

  RunConfig config() {
    return ConfigLoader.ofResolved(resolved, name);
  }

  SurveyModel model() {
    return MODELS.computeIfAbsent(this, text -> SurveyModel.of(text.config()));
  }
}
