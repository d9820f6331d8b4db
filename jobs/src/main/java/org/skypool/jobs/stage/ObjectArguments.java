package org.skypool.jobs.stage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.expression.Expression;
import org.skypool.core.formula.FormulaException;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.KeyedFormulaException;
import org.skypool.core.formula.Scope;
import org.skypool.core.object.Guess;
import org.skypool.core.object.ModelArguments;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.object.WatchedModel;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;

/** Reads what the section {@code objects} gives the object model. */
final class ObjectArguments {
  private static final String PREDICTED = "predicted";

  private final FormulaParser parser;
  private final RunConfig.Objects objects;
  private final Scope scope;

  private ObjectArguments(FormulaParser parser, RunConfig.Objects objects, Scope scope) {
    this.parser = parser;
    this.objects = objects;
    this.scope = scope;
  }

  /**
   * The arguments.
   *
   * @param scope columns and hyperparameters
   * @param guesses of the individual parameters
   */
  static ModelArguments of(
      FormulaParser parser, RunConfig.Objects objects, Scope scope, Map<String, Guess> guesses) {
    ObjectArguments reading = new ObjectArguments(parser, objects, scope);
    if (!objects.observables().isEmpty()) {
      return new ModelArguments(
          objects.names(),
          reading.observables(),
          reading.correlation(),
          Map.of(),
          guesses,
          objects.mayLack());
    }
    Map<String, Expression> determined = new LinkedHashMap<>();
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    objects
        .thetas()
        .forEach(
            (key, texts) -> {
              Map<String, Expression> own = reading.numbers(key, texts);
              Expression equal = own.remove(RunConfig.Objects.EQUALS);
              if (equal != null) {
                determined.put(key, equal);
              }
              if (equal == null || !own.isEmpty()) {
                values.put(key, own);
              }
            });
    return new ModelArguments(objects.names(), values, reading.correlation(), determined);
  }

  /** The object model the configuration names, watched for objects that take long. */
  static ObjectModel model(RunConfig.Objects objects) {
    return ObjectModels.find(objects.model())
        .map(model -> new WatchedModel(model, SlowObjects.OF_THIS_JVM, objects.timeLimit()))
        .orElseThrow(
            () ->
                new ConfigException(
                    "objects.model = "
                        + objects.model()
                        + ": must be one of "
                        + ObjectModels.all().stream().map(ObjectModel::name).toList()));
  }

  private Map<String, Expression> numbers(String key, Map<String, String> texts) {
    String section = "objects.theta." + (key.contains(",") ? "\"" + key + "\"" : key);
    Map<String, Expression> expressions = new LinkedHashMap<>();
    texts.forEach((name, text) -> expressions.put(name, number(section + "." + name, text)));
    return expressions;
  }

  /** Predictions are over individual parameters too, which hide columns of the same name. */
  private Map<String, Map<String, Expression>> observables() {
    Scope predicting = scope.without(objects.names()).withThetas(objects.names());
    Map<String, Map<String, Expression>> values = new LinkedHashMap<>();
    objects
        .observables()
        .forEach(
            (observable, texts) -> {
              Map<String, Expression> own = new LinkedHashMap<>();
              texts.forEach(
                  (name, text) -> {
                    if (!name.equals(RunConfig.Objects.MISSING)) {
                      own.put(
                          name,
                          number(
                              "objects.observable." + observable + "." + name,
                              text,
                              name.equals(PREDICTED) ? predicting : scope));
                    }
                  });
              values.put(observable, own);
            });
    return values;
  }

  private Map<ModelArguments.Pair, Expression> correlation() {
    Map<ModelArguments.Pair, Expression> correlation = new LinkedHashMap<>();
    objects
        .correlation()
        .forEach(
            (pair, text) -> {
              String key = "objects.correlation.\"" + pair + "\"";
              List<String> two = RunConfig.Objects.namesIn(pair);
              Collection<String> known =
                  objects.observables().isEmpty()
                      ? objects.names()
                      : objects.observables().keySet();
              if (two.size() != 2 || !known.containsAll(two)) {
                throw new ConfigException(key + ": must be a pair among " + known);
              }
              correlation.put(new ModelArguments.Pair(two.get(0), two.get(1)), number(key, text));
            });
    return correlation;
  }

  private Expression number(String key, String text) {
    return number(key, text, scope);
  }

  private Expression number(String key, String text, Scope names) {
    try {
      return parser.number(text, names);
    } catch (FormulaException wrong) {
      throw new KeyedFormulaException(key, wrong);
    }
  }
}
