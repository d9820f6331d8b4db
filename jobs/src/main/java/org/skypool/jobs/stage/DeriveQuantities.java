package org.skypool.jobs.stage;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.skypool.core.population.DerivedQuantities;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.HyperposteriorTable;
import org.skypool.jobs.io.RunJson;

/**
 * Derived quantities of the draws of a hyperposterior: their table and their summaries. Both go
 * with the last formula.
 */
final class DeriveQuantities {
  private static final String ENTRY = "derived";

  private final Configuration conf;
  private final Path output;
  private final RunConfig config;
  private final SurveyModel model;

  DeriveQuantities(Configuration conf, Path output, RunConfig config, SurveyModel model) {
    this.conf = conf;
    this.output = output;
    this.config = config;
    this.model = model;
  }

  /**
   * Writes the table.
   *
   * @param population hash of the hyperposterior
   * @return the record with the summaries
   */
  RunJson run(RunJson json, String population) throws IOException {
    DerivedQuantities formulas = model.derived();
    if (formulas.names().isEmpty()) {
      output.getFileSystem(conf).delete(new Path(output, HyperposteriorFiles.DERIVED), true);
      return json.without(ENTRY);
    }
    HyperposteriorFiles files = new HyperposteriorFiles(conf, output);
    HyperposteriorTable draws = files.read(model.population().hyperprior().names());
    Map<String, double[]> values = formulas.of(HyperposteriorFiles.rows(draws));
    files.writeDerived(
        draws, values, Hashes.of(population, config.population().derived().toString()));
    Map<String, Object> summaries = new LinkedHashMap<>();
    values.forEach((name, column) -> summaries.put(name, PosteriorSummary.ofDraws(column)));
    return json.with(ENTRY, summaries);
  }
}
