package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.Optional;
import org.skypool.core.inference.SurveyProblem;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;

/**
 * All that a run reads.
 *
 * @param survey what was read, and what was set aside
 * @param objects in their buckets, where there are any with data
 * @param interim the first round, where objects can be integrated one by one
 * @param resumed the earlier answer from whose points the run goes on, if it does
 * @param given draws made elsewhere, in place of data
 * @param injections in place of a formula of the probability of detection
 */
record RunInput(
    SurveyInput survey,
    Optional<BucketedObjects> objects,
    Optional<Round> interim,
    Optional<EarlierAnswer> resumed,
    Optional<GivenDraws.Imported> given,
    Optional<SurveyInjections> injections)
    implements AutoCloseable {

  /**
   * Reads.
   *
   * @param source of the catalogue, a mock survey's where there is one
   */
  static RunInput read(RunScope run, RunConfig.Catalog source) throws IOException {
    RunConfig config = run.config();
    StageClock clock = run.ledger().clock();
    Optional<GivenDraws.Imported> given = Optional.empty();
    Optional<SurveyObjects> sampled = Optional.empty();
    SurveyInput survey = SurveyInput.none();
    if (source.source() == RunConfig.Source.DRAWS) {
      given = Optional.of(clock.time("catalogue", () -> given(run)));
      survey = SurveyInput.of(config, given.get());
    } else if (source.source() != RunConfig.Source.NONE) {
      SurveyObjects.Earlier earlier =
          new SurveyObjects.Earlier(
              EarlierAnswer.read(run.conf(), run.output()), EarlierAnswer.Keys.of(run.hashes()));
      sampled =
          Optional.of(
              SurveyObjects.read(
                  run.spark(),
                  config,
                  run.model(),
                  source,
                  earlier,
                  clock,
                  run.layout().partitions()));
      survey = sampled.get().input();
    }
    return new RunInput(
        survey,
        sampled.map(SurveyObjects::objects),
        sampled.flatMap(SurveyObjects::interim),
        sampled.flatMap(SurveyObjects::resumed),
        given,
        clock.time("catalogue", () -> SurveyInjections.of(run.spark(), config, run.model())));
  }

  private static GivenDraws.Imported given(RunScope run) throws IOException {
    return new GivenDraws(
            run.spark(),
            run.config(),
            run.model(),
            run.conf(),
            run.output(),
            run.layout().evaluator())
        .run(run.hashes().interim());
  }

  String fingerprint() {
    return survey.fingerprint();
  }

  /** The model with what was read. */
  SurveyProblem problem(SurveyModel model) {
    return injections
        .map(found -> model.problem().with(found.injections()))
        .orElse(model.problem());
  }

  String populationHash(StageHashes hashes) {
    String catalogue = Hashes.of(hashes.population(), fingerprint(), Version.current());
    return injections.map(found -> Hashes.of(catalogue, found.fingerprint())).orElse(catalogue);
  }

  String individualsHash(StageHashes hashes) {
    return Hashes.of(hashes.individuals(), fingerprint(), Version.current());
  }

  /** Hash of all an answer depends on, the report included. */
  String answerHash(StageHashes hashes) {
    return Hashes.of(populationHash(hashes), hashes.report());
  }

  @Override
  public void close() {
    objects.ifPresent(BucketedObjects::close);
    survey.close();
  }
}
