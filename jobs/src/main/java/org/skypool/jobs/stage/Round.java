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
 */
record Round(int number, double[] aim, int points, long seed, Set<String> storedAsDouble)
    implements Serializable {

  Round {
    storedAsDouble = new TreeSet<>(storedAsDouble);
  }

  /** The sampling of this round, or an audit of it with other shifts and settings. */
  ObjectSampling sampling(SurveyModel model, int replicate, SamplerSettings settings) {
    Expression logAim =
        aim == null ? model.logInterim() : Aim.at(model.population(), aim);
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

  String table() {
    return "draws/round=" + number;
  }

  Map<String, String> metadata() {
    return Map.of("skypool.round", Integer.toString(number));
  }
}
