package org.skypool.jobs.stage;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.skypool.core.expression.Expression;
import org.skypool.core.inference.Aim;
import org.skypool.core.inference.ObjectSampling;
import org.skypool.core.sampler.SamplerSettings;

/**
 * One round of sampling.
 *
 * @param number 0 is the interim round
 * @param aim hyperparameters whose population the points are aimed at; null in the interim round
 * @param points integration points per object
 * @param seed of the run
 * @param storedAsDouble individual parameters that single precision cannot hold
 * @param table where the draws are, below the output folder, or a whole path
 */
record Round(
    int number, double[] aim, int points, long seed, Set<String> storedAsDouble, String table)
    implements Serializable {

  Round {
    storedAsDouble = new TreeSet<>(storedAsDouble);
  }

  /** The interim round of a run that samples its objects. */
  static Round interim(int points, long seed, Set<String> storedAsDouble) {
    return new Round(0, null, points, seed, storedAsDouble, table(0));
  }

  /** The next round, aimed at what this one found. */
  Round next(double[] found) {
    return new Round(number + 1, found, points, seed, storedAsDouble, table(number + 1));
  }

  private static String table(int number) {
    return "draws/round=" + number;
  }

  /** The sampling of this round, or an audit of it with other shifts and settings. */
  ObjectSampling sampling(SurveyModel model, int replicate, SamplerSettings settings) {
    Expression logAim = aim == null ? model.logInterim() : Aim.at(model.population(), aim);
    return new ObjectSampling(
        model.likelihood(),
        model.axes(aim == null, storedAsDouble),
        settings,
        logAim,
        model.logInterim(),
        new ObjectSampling.Stream(seed, number, replicate));
  }

  SamplerSettings settings(SurveyModel model) {
    return SamplerSettings.of(model.thetas().size(), points);
  }

  /** Everything the draws of this round depend on besides configuration and catalogue. */
  String signature() {
    StringBuilder text = new StringBuilder("round " + number + " points " + points);
    text.append(" doubles ").append(storedAsDouble);
    if (aim != null) {
      for (double component : aim) {
        text.append(' ').append(Double.toHexString(component));
      }
    }
    return text.toString();
  }

  Map<String, String> metadata() {
    return Map.of("skypool.round", Integer.toString(number));
  }
}
