package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.UserCode;
import org.skypool.jobs.io.RunJson;

/** What was run, at the top of {@code run.json}. */
final class RunHeader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RunHeader() {}

  static RunJson add(RunJson json, RunConfig config) {
    RunJson header =
        json.with("name", config.name())
            .with("version", Version.current())
            .with("config", configuration(config))
            .with("config_hash", config.hash());
    List<Map<String, String>> code = UserCode.of(config).entries();
    return code.isEmpty() ? header.without("user_code") : header.with("user_code", code);
  }

  private static Map<String, Object> configuration(RunConfig config) {
    try {
      return JSON.readValue(config.resolved(), new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("the resolved configuration is JSON", impossible);
    }
  }
}
