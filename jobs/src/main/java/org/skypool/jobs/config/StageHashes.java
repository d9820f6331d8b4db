package org.skypool.jobs.config;

import java.util.Map;
import java.util.TreeMap;

/**
 * What each stage depends on, as SHA-256 hashes: a stage whose hash is unchanged need not run
 * again.
 *
 * <p>A hash covers the keys of its own stage and the hash before it, so that a changed key changes
 * its stage and everything downstream, and nothing upstream:
 *
 * <table>
 * <caption>Keys by stage</caption>
 * <tr><td>mock</td><td>what interim says of a mock, without {@code objects.draws} and {@code
 *     objects.interim-prior}, which do not touch its data</td></tr>
 * <tr><td>objects</td><td>what the points of an object in round 0 depend on besides its own data:
 *     {@code seed}, {@code objects}, {@code population.tables}</td></tr>
 * <tr><td>aimed</td><td>the same of a later round: objects, and what sampling adds to interim</td></tr>
 * <tr><td>interim</td><td>round 0: {@code seed}, {@code catalog} (without {@code max-rejected}, and
 *     without its truth where the catalogue is not a mock), {@code objects}, {@code population.tables}; for a mock also {@code population.density} and
 *     {@code population.selection}, which make its data</td></tr>
 * <tr><td>sampling</td><td>interim, and what aims the later rounds: {@code population} whole (a
 *     hyperprior moves the fit the next round is aimed with), {@code rounds}, {@code engine}, {@code
 *     hyperposterior.path}</td></tr>
 * <tr><td>population</td><td>sampling, {@code hyperposterior.ess}</td></tr>
 * <tr><td>individuals</td><td>population, {@code individuals}</td></tr>
 * <tr><td>report</td><td>individuals, {@code name}, {@code report}, the truth and the
 *     densities of a mock, {@code population.derived}</td></tr>
 * </table>
 *
 * <p>What jars of users hold is in all of them, where the run uses an object model or a density
 * from there. {@code output} is in none of them: a run may be moved.
 */
public record StageHashes(
    String mock,
    String objects,
    String aimed,
    String interim,
    String sampling,
    String population,
    String individuals,
    String report) {

  /** The hashes of a run. */
  public static StageHashes of(RunConfig run) {
    String mock = CanonicalConfig.sha256(CanonicalConfig.json(mockKeys(run)));
    String interim = CanonicalConfig.sha256(CanonicalConfig.json(interimKeys(run)));
    Map<String, Object> aiming = new TreeMap<>();
    aiming.put("population", CanonicalConfig.population(run.population()));
    aiming.put("rounds", CanonicalConfig.rounds(run.rounds()));
    aiming.put("engine", run.engine().name());
    aiming.put("joint", CanonicalConfig.joint(run.engine()));
    aiming.putAll(CanonicalConfig.path(run.hyperposterior()));
    String objects = CanonicalConfig.sha256(CanonicalConfig.json(objectKeys(run)));
    String sampling = after(interim, aiming);
    String population = after(sampling, Map.of("ess", run.hyperposterior().ess()));
    String individuals = after(population, Map.of("draws", run.individuals().draws()));
    Map<String, Object> shown = new TreeMap<>();
    shown.put("name", run.name());
    shown.put("report", CanonicalConfig.report(run.report()));
    shown.put("derived", run.population().derived());
    run.catalog()
        .mock()
        .ifPresent(
            survey -> {
              shown.put("truth", survey.truth());
              shown.put("mock_density", survey.densities());
            });
    return new StageHashes(
        mock,
        objects,
        after(objects, aiming),
        interim,
        sampling,
        population,
        individuals,
        after(individuals, shown));
  }

  private static Map<String, Object> mockKeys(RunConfig run) {
    Map<String, Object> keys = interimKeys(run);
    Map<String, Object> objects = CanonicalConfig.objects(run.objects());
    objects.remove("draws");
    objects.remove("interim-prior");
    objects.remove("time-limit");
    objects.remove("bucket-mib");
    keys.put("objects", objects);
    return keys;
  }

  private static Map<String, Object> objectKeys(RunConfig run) {
    Map<String, Object> keys = new TreeMap<>();
    keys.put("seed", run.seed());
    keys.put("objects", CanonicalConfig.objects(run.objects()));
    Map<String, String> code = UserCode.of(run).fingerprints();
    if (!code.isEmpty()) {
      keys.put("user-code", code);
    }
    Object tables = CanonicalConfig.population(run.population()).get("tables");
    if (tables != null) {
      keys.put("tables", tables);
    }
    return keys;
  }

  private static Map<String, Object> interimKeys(RunConfig run) {
    Map<String, Object> keys = objectKeys(run);
    Map<String, Object> catalog = CanonicalConfig.catalog(run.catalog());
    catalog.remove("max-rejected");
    if (run.catalog().source() == RunConfig.Source.MOCK) {
      Map<String, Object> population = CanonicalConfig.population(run.population());
      population.remove("hyperprior");
      keys.put("population", population);
    } else {
      catalog.remove("mock");
    }
    keys.put("catalog", catalog);
    return keys;
  }

  private static String after(String upstream, Map<String, Object> keys) {
    return CanonicalConfig.sha256(upstream + "\n" + CanonicalConfig.json(keys));
  }
}
