package org.skypool.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.skypool.core.formula.NearestName;
import org.skypool.core.object.ModelArgument;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.ObjectModels;

/**
 * The arguments an object model takes under each of its thetas.
 *
 * @param model name of the object model
 * @param required arguments without which the likelihood is undefined
 * @param optional arguments that may be left out
 * @param shared whether the arguments stand once under the list of all thetas
 * @param sampled whether draws are made here
 * @param exact whether the thetas are known without error; where draws are made and they are not,
 *     every theta needs an interim prior
 * @param observables whether the arguments stand under observables, {@code objects.observable}
 * @param correlated whether errors may be correlated
 */
record ObjectModelArguments(
    String model,
    List<String> required,
    List<String> optional,
    boolean shared,
    boolean sampled,
    boolean exact,
    boolean observables,
    boolean correlated) {
  private static final ObjectModelArguments GIVEN =
      new ObjectModelArguments(
          "given", List.of(), List.of("draws"), false, false, false, false, false);

  private static final List<ObjectModelArguments> MODELS =
      Stream.concat(ObjectModels.all().stream().map(ObjectModelArguments::of), Stream.of(GIVEN))
          .toList();

  private static ObjectModelArguments of(ObjectModel model) {
    return new ObjectModelArguments(
        model.name(),
        names(model, argument -> argument.fallback().isEmpty()),
        names(model, argument -> argument.fallback().isPresent()),
        model.sharesArguments(),
        true,
        model.isExact(),
        model.predictsObservables(),
        model.allowsCorrelation());
  }

  private static List<String> names(ObjectModel model, Predicate<ModelArgument> which) {
    return model.arguments().stream().filter(which).map(ModelArgument::name).toList();
  }

  /** The model of a name that passed the key table. */
  static ObjectModelArguments of(String model) {
    return MODELS.stream().filter(m -> m.model.equals(model)).findFirst().orElseThrow();
  }

  /** Names of the models there are. */
  static List<String> names() {
    return MODELS.stream().map(ObjectModelArguments::model).toList();
  }

  /**
   * Checks the arguments written under one theta, or under a list of them.
   *
   * @throws ConfigException for an argument the model does not have, or one that is missing
   */
  void check(String theta, Map<String, String> arguments) {
    String section = ConfigSchema.dotted(List.of("objects", "theta", theta));
    if (observables) {
      if (!arguments.isEmpty()) {
        throw new ConfigException(
            section
                + ": objects.model = "
                + model
                + " takes its arguments under objects.observable, and the thetas from"
                + " objects.interim-prior and population.density");
      }
      return;
    }
    boolean several = theta.contains(",");
    boolean determines = arguments.containsKey(RunConfig.Objects.EQUALS);
    if (several != shared && !(shared && determines)) {
      throw new ConfigException(
          section
              + ": objects.model = "
              + model
              + (shared
                  ? " takes its arguments once, under the list of its thetas"
                  : " takes its arguments under each theta, not under a list of them"));
    }
    if (shared && determines) {
      if (several || arguments.size() > 1) {
        throw new ConfigException(
            section + ".equals: must stand alone under the name of one of the thetas");
      }
      return;
    }
    checkArguments(section, arguments);
  }

  /**
   * Checks the arguments written under one observable.
   *
   * @throws ConfigException for an argument the model does not have, or one that is missing
   */
  void checkObservable(String name, Map<String, String> arguments) {
    String section = ConfigSchema.dotted(List.of("objects", "observable", name));
    if (!observables) {
      throw new ConfigException(
          section
              + ": objects.model = "
              + model
              + " takes its arguments under objects.theta; only observables takes these");
    }
    Map<String, String> formulas = new LinkedHashMap<>(arguments);
    formulas.remove(RunConfig.Objects.MISSING);
    checkArguments(section, formulas);
  }

  private void checkArguments(String section, Map<String, String> arguments) {
    for (String argument : arguments.keySet()) {
      if (argument.equals(RunConfig.Objects.EQUALS) && sampled && !observables) {
        continue;
      }
      if (!required.contains(argument) && !optional.contains(argument)) {
        throw new ConfigException(unknown(section, argument));
      }
    }
    for (String argument : required) {
      if (!arguments.containsKey(argument)) {
        throw new ConfigException(
            section
                + "."
                + argument
                + " is required by objects.model = "
                + model
                + ": must be a column, formula text or a number");
      }
    }
  }

  private String unknown(String section, String argument) {
    List<String> known = Stream.concat(required.stream(), optional.stream()).toList();
    Optional<String> nearest = NearestName.closest(argument, known);
    return section
        + "."
        + argument
        + ": objects.model = "
        + model
        + " takes "
        + String.join(", ", known)
        + "; the nearest is "
        + section
        + "."
        + nearest.orElseThrow();
  }
}
