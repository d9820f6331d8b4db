package org.skypool.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.skypool.jobs.io.RunJson;

/** The last line of a run, for logs and schedulers. */
final class RunSummary {
  private RunSummary() {}

  /**
   * The line: {@code key=value}, blanks between; a value never has one.
   *
   * @param sampled what this run sampled
   */
  static String line(Ledger ledger, SurveyInput input, SampledTables sampled, Path report) {
    RunJson json = ledger.json();
    double seconds =
        ledger.clock().seconds().values().stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT,
        "status=%s release=%s objects=%d sampled=%d reused=%d rejected=%d seconds=%.1f report=%s",
        json.get("status").map(JsonNode::asText).orElse("none"),
        ledger.release(),
        input.objects(),
        sampled.sampled(),
        input.objects() - sampled.sampled(),
        json.get("input").map(node -> node.path("rejected").asLong()).orElse(0L),
        seconds,
        report.toUri().getPath().replace(" ", "%20"));
  }
}
