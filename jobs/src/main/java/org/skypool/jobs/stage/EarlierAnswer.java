package org.skypool.jobs.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.skypool.core.inference.PointsChoice;
import org.skypool.core.inference.RoundPlan;
import org.skypool.core.inference.RoundRecord;
import org.skypool.core.inference.Rounds;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.StageHashes;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.Buckets;
import org.skypool.jobs.io.Manifest;
import org.skypool.jobs.io.RunJson;

/**
 * How the points of the last complete answer were placed: enough to place those of other objects
 * likewise. It stands in {@code run.json} and, where a later run that was killed cannot have
 * overwritten it, in a file of its own.
 *
 * @param keys of what it was made of
 * @param resumed whether it went on from an answer before, so that a run from nothing would have
 *     placed its points otherwise
 * @param buckets number of buckets of its tables
 * @param interim its interim round
 * @param last its last round
 * @param reason why objects have as many points as they have
 */
record EarlierAnswer(
    Keys keys, boolean resumed, int buckets, RoundPlan interim, RoundPlan last, String reason) {

  private static final String ENTRY = "placement";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What placements of points depend on, hashed.
   *
   * @param objects of round 0, besides the objects
   * @param aimed of later rounds, besides the objects
   * @param sampling all of it, the catalogue included
   */
  record Keys(String objects, String aimed, String sampling) {

    /** Those of a configuration, the catalogue left out. */
    static Keys of(StageHashes hashes) {
      String code = Version.current();
      return new Keys(
          Hashes.of(hashes.objects(), code),
          Hashes.of(hashes.aimed(), code),
          Hashes.of(hashes.sampling(), code));
    }

    /** With the catalogue. */
    Keys with(String fingerprint) {
      return new Keys(objects, aimed, Hashes.of(sampling, fingerprint));
    }
  }

  /**
   * The placement of an answer that was just found.
   *
   * @param resumed whether it went on from another
   */
  static EarlierAnswer of(Rounds.Outcome found, Keys keys, boolean resumed, Buckets buckets) {
    return new EarlierAnswer(
        keys,
        resumed,
        buckets.count(),
        found.interim(),
        found.last().plan(),
        found.points().reason());
  }

  /** The rounds of an answer, the interim one first. */
  static List<Round> tables(Rounds.Outcome found) {
    return Stream.concat(
            Stream.of(found.interim().number()), found.rounds().stream().map(RoundRecord::round))
        .distinct()
        .map(number -> Round.of(plan(found, number)))
        .toList();
  }

  private static RoundPlan plan(Rounds.Outcome found, int number) {
    return found.rounds().stream()
        .map(RoundRecord::plan)
        .filter(plan -> plan.number() == number)
        .findFirst()
        .orElse(found.interim());
  }

  /**
   * Leaves this to later runs, its answer being complete. Where it went on from another, tables of
   * rounds that are not its own are removed: they hold an earlier catalogue.
   */
  void finish(Configuration conf, Path output, List<Round> own) throws IOException {
    write(conf, output);
    FileSystem fs = output.getFileSystem(conf);
    if (!resumed || !fs.exists(new Path(output, Round.FOLDER))) {
      return;
    }
    Set<String> tables = own.stream().map(Round::table).collect(Collectors.toSet());
    for (FileStatus status : fs.listStatus(new Path(output, Round.FOLDER))) {
      String table = Round.FOLDER + "/" + status.getPath().getName();
      if (table.startsWith(Round.PREFIX) && !tables.contains(table)) {
        Manifest.remove(conf, output, table);
        fs.delete(status.getPath(), true);
      }
    }
  }

  /** The points of the last round. */
  PointsChoice points() {
    return new PointsChoice(last.points(), reason);
  }

  /** Buckets of as many objects as there are now. */
  Buckets bucketsFor(Buckets wanted) {
    return new Buckets(buckets).grownTo(wanted);
  }

  /**
   * Whether a run should go on from its points: they were aimed, and a run from nothing would not
   * find them by itself.
   *
   * @param now hash of all that sampling depends on, the catalogue included
   */
  boolean isToResume(String now) {
    return !last.isInterim() && (resumed || !keys.sampling().equals(now));
  }

  /** The record with this entry. */
  RunJson addTo(RunJson json) {
    return json.with(ENTRY, toMap());
  }

  private Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("objects", keys.objects());
    map.put("aimed", keys.aimed());
    map.put("sampling", keys.sampling());
    map.put("resumed", resumed);
    map.put("buckets", buckets);
    map.put("reason", reason);
    map.put("interim", toMap(interim));
    map.put("last", toMap(last));
    return map;
  }

  private static Map<String, Object> toMap(RoundPlan plan) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", plan.number());
    map.put("points", plan.points());
    map.put("seed", plan.seed());
    map.put("stored_as_double", new ArrayList<>(plan.storedAsDouble()));
    map.put("repair", plan.repair());
    List<String> aim = new ArrayList<>();
    for (double component : plan.aim()) {
      aim.add(Double.toHexString(component));
    }
    map.put("aim", aim);
    return map;
  }

  /**
   * The answer that the file speaks of.
   *
   * @throws IOException when storage cannot be read
   */
  static Optional<EarlierAnswer> read(Configuration conf, Path output) throws IOException {
    Optional<String> text = AtomicFile.read(conf, file(output));
    try {
      return text.isEmpty() ? Optional.empty() : of(JSON.readTree(text.get()));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** The answer that the record speaks of. */
  static Optional<EarlierAnswer> of(RunJson json) {
    return json.get(ENTRY).flatMap(EarlierAnswer::of);
  }

  private static Optional<EarlierAnswer> of(JsonNode node) {
    if (!node.path("interim").isObject() || !node.path("last").isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new EarlierAnswer(
            new Keys(
                node.path("objects").asText(),
                node.path("aimed").asText(),
                node.path("sampling").asText()),
            node.path("resumed").asBoolean(),
            node.path("buckets").asInt(),
            plan(node.get("interim")),
            plan(node.get("last")),
            node.path("reason").asText()));
  }

  private static RoundPlan plan(JsonNode node) {
    Set<String> doubles = new TreeSet<>();
    node.path("stored_as_double").forEach(name -> doubles.add(name.asText()));
    List<Double> aim = new ArrayList<>();
    node.path("aim").forEach(component -> aim.add(Double.parseDouble(component.asText())));
    return new RoundPlan(
        node.path("number").asInt(),
        aim.stream().mapToDouble(Double::doubleValue).toArray(),
        node.path("points").asInt(),
        node.path("seed").asLong(),
        doubles,
        node.path("repair").asBoolean());
  }

  /**
   * Writes the file, unless it says the same.
   *
   * @throws IOException in one line when storage refuses
   */
  void write(Configuration conf, Path output) throws IOException {
    String text = RunJson.empty().with(ENTRY, toMap()).get(ENTRY).orElseThrow() + "\n";
    if (!AtomicFile.read(conf, file(output)).equals(Optional.of(text))) {
      AtomicFile.write(conf, file(output), text);
    }
  }

  private static Path file(Path output) {
    return new Path(new Path(output, ".manifests"), "placement.json");
  }
}
