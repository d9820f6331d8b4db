package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.skypool.core.inference.RoundPlan;
import org.skypool.jobs.io.RunJson;

/**
 * What {@code run.json} keeps for stages that are run later: which draws the answer is from, and
 * the objects the population stage set aside.
 */
final class ResumeRecord {
  private static final String LAST_ROUND = "last_round";
  private static final String WITHOUT_SUPPORT = "without_support";

  private ResumeRecord() {}

  /** The record with the round whose draws later stages read. */
  static RunJson withLastRound(RunJson json, Round round) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", round.number());
    map.put("points", round.points());
    map.put("stored_as_double", new ArrayList<>(round.storedAsDouble()));
    map.put("table", round.table());
    return json.with(LAST_ROUND, map);
  }

  /**
   * The round whose draws later stages read; empty where objects were not sampled one by one.
   *
   * @param seed of the run
   */
  static Optional<Round> lastRound(RunJson json, long seed) {
    return json.get(LAST_ROUND).map(node -> round(node, seed));
  }

  private static Round round(JsonNode node, long seed) {
    Set<String> doubles = new TreeSet<>();
    node.get("stored_as_double").forEach(name -> doubles.add(name.asText()));
    RoundPlan plan =
        new RoundPlan(
            node.get("number").asInt(),
            new double[0],
            node.get("points").asInt(),
            seed,
            doubles,
            false);
    return new Round(plan, node.get("table").asText());
  }

  /**
   * The record with the objects set aside.
   *
   * @param reasons by object id
   */
  static RunJson withoutSupport(RunJson json, Map<String, String> reasons) {
    return json.with(WITHOUT_SUPPORT, reasons);
  }

  /** The reasons why objects were set aside, by their id. */
  static Map<String, String> withoutSupport(RunJson json) {
    Map<String, String> reasons = new TreeMap<>();
    json.get(WITHOUT_SUPPORT)
        .ifPresent(
            node ->
                node.fields()
                    .forEachRemaining(e -> reasons.put(e.getKey(), e.getValue().asText())));
    return reasons;
  }
}
