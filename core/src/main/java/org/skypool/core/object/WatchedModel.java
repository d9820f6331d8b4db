package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.skypool.core.expression.Expression;

/**
 * An object model whose likelihood is watched while it is evaluated, and given up for objects that
 * take too long: {@link WatchedLikelihood}.
 *
 * @param model the model itself
 * @param watch told of every evaluation
 * @param limit seconds that one object's likelihood may take; empty: as long as it takes
 */
public record WatchedModel(ObjectModel model, EvaluationWatch watch, OptionalDouble limit)
    implements ObjectModel {
  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String description() {
    return model.description();
  }

  @Override
  public List<ModelArgument> arguments() {
    return model.arguments();
  }

  @Override
  public boolean sharesArguments() {
    return model.sharesArguments();
  }

  @Override
  public boolean predictsObservables() {
    return model.predictsObservables();
  }

  @Override
  public Optional<String> refuses(ModelArguments arguments) {
    return model.refuses(arguments);
  }

  @Override
  public boolean allowsCorrelation() {
    return model.allowsCorrelation();
  }

  @Override
  public boolean isExact() {
    return model.isExact();
  }

  @Override
  public String example() {
    return model.example();
  }

  @Override
  public Expression logLikelihood(ModelArguments arguments) {
    return model.logLikelihood(arguments);
  }

  @Override
  public Map<String, Expression> observables(ModelArguments arguments) {
    return model.observables(arguments);
  }

  @Override
  public ModelArguments reading(ModelArguments arguments) {
    return model.reading(arguments);
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    return new WatchedLikelihood(model.bind(arguments), watch, limit);
  }
}
