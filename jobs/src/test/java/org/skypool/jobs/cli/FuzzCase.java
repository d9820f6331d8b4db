package org.skypool.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command on a configuration, and what may not come of it.
 *
 * @param number of the case
 * @param command {@code check} or {@code run}
 * @param text of the configuration; {@code CATALOGUE} in it is the path of the catalogue
 * @param catalogue bytes of its catalogue; null where it has none of its own
 * @param ending of the catalogue's name
 */
record FuzzCase(int number, String command, String text, byte[] catalogue, String ending) {
  private static final Set<Integer> ALLOWED =
      Set.of(ExitCode.OK, ExitCode.REFUSED, ExitCode.UNUSABLE_INPUT, ExitCode.UNTRUSTWORTHY);

  /** Stack traces, and names of classes where a sentence is due. */
  private static final Pattern JAVA =
      Pattern.compile(
          "(?m)^\\s+at [a-z]|Exception in thread|[a-z]\\.[a-z]+\\.[A-Z]\\w+(Exception|Error)|"
              + "\\b[A-Z]\\w+Exception\\b|StackOverflowError|NullPointer");

  private static final int LONGEST_LINE = 1_500;
  private static final List<String> SUMMARIES =
      List.of("mean", "sd", "median", "q05", "q16", "q84", "q95", "ess_bulk", "mcse_mean");

  /** The same, only checked. */
  FuzzCase checked() {
    return new FuzzCase(number, "check", text, catalogue, ending);
  }

  /** Runs it in a folder of its own; what is wrong with the outcome, nothing if all is well. */
  List<String> defects(Path folder) throws IOException {
    Path file = folder.resolve("catalogue" + ending);
    if (catalogue != null) {
      Files.write(file, catalogue);
    }
    Path conf =
        Files.write(
            folder.resolve("run.conf"),
            text.replace("CATALOGUE", file.toString()).getBytes(StandardCharsets.UTF_8));
    Path output = folder.resolve("out");
    RunsOnSpark.Outcome outcome = RunsOnSpark.execute(command, conf, output);
    List<String> defects = new ArrayList<>();
    if (!ALLOWED.contains(outcome.code())) {
      defects.add("exit code " + outcome.code());
    }
    List<String> failures =
        outcome.err().lines().filter(line -> line.startsWith("skypool: ")).toList();
    boolean isFailure = outcome.code() == 2 || outcome.code() == 3 || outcome.code() == 1;
    if (failures.size() != (isFailure ? 1 : 0)) {
      defects.add(failures.size() + " lines of failure with exit code " + outcome.code());
    }
    if (JAVA.matcher(outcome.err()).find()) {
      defects.add("Java in the messages");
    }
    if (outcome.err().lines().anyMatch(line -> line.length() > LONGEST_LINE)) {
      defects.add("a line of more than " + LONGEST_LINE + " characters");
    }
    if (command.equals("check") && Files.exists(output)) {
      defects.add("check wrote something");
    }
    if (command.equals("run") && !isFailure) {
      judge(RunsOnSpark.record(output), outcome.code(), defects);
    }
    if (!defects.isEmpty()) {
      defects.add("said: " + shortened(outcome.err()));
    }
    return defects;
  }

  private static void judge(JsonNode record, int code, List<String> defects) {
    String status = code == 0 ? "ok" : "untrustworthy";
    if (!record.path("status").asText().equals(status)) {
      defects.add("status " + record.get("status") + " with exit code " + code);
    }
    JsonNode input = record.get("input");
    long rows = input.get("rows").asLong();
    long aside = input.get("rejected").asLong() + input.get("not_selected").asLong();
    long objects = input.get("objects").asLong();
    boolean severalRows = record.at("/config/catalog/source").asText().equals("draws");
    if (severalRows ? objects > rows - aside : objects != rows - aside) {
      defects.add("counts do not add up: " + input);
    }
    if (code == 0) {
      record
          .get("hyperparameters")
          .fields()
          .forEachRemaining(entry -> finite(entry.getKey(), entry.getValue(), defects));
    }
  }

  private static void finite(String name, JsonNode summary, List<String> defects) {
    for (String key : SUMMARIES) {
      JsonNode value = summary.get(key);
      if (value == null || !value.isNumber() || !Double.isFinite(value.asDouble())) {
        defects.add(name + "." + key + " = " + value + " in a trusted run");
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 3_000
        ? text
        : text.substring(0, 1_500) + " ... " + text.substring(text.length() - 1_500);
  }

  /** What someone needs who wants to see for himself. */
  String described() {
    return "case "
        + number
        + ", "
        + command
        + ":\n"
        + shortened(text)
        + Optional.ofNullable(catalogue)
            .map(
                bytes ->
                    "\ncatalogue" + ending + ", " + bytes.length + " bytes: " + beginning(bytes))
            .orElse("");
  }

  private static String beginning(byte[] bytes) {
    return new String(
        Arrays.copyOf(bytes, Math.min(bytes.length, 300)), StandardCharsets.ISO_8859_1);
  }
}
