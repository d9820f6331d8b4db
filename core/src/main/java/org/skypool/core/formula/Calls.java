package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.skypool.core.density.Density;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.FreeTerm;
import org.skypool.core.density.GridTerm;
import org.skypool.core.density.JointFamily;
import org.skypool.core.density.JointTerm;
import org.skypool.core.density.MixtureTerm;
import org.skypool.core.density.NamedTerm;
import org.skypool.core.density.NormalisedTerm;
import org.skypool.core.density.Parameter;
import org.skypool.core.density.SizedDensity;
import org.skypool.core.density.TruncatedTerm;
import org.skypool.core.expression.Expression;

/** What names and calls in a formula stand for. */
final class Calls {

  private static final String MIX = "mix";
  private static final String TRUNCATED = "truncated";
  private static final String FREE = "free";
  private static final String GRID = "grid";
  private static final String NORMALISED = "normalised";
  private static final List<String> FORMS = List.of(MIX, TRUNCATED, FREE, GRID, NORMALISED);

  private final String text;
  private final List<String> variables;
  private final Scope scope;
  private final FormulaParser parser;
  private final Vectors vectors;

  Calls(String text, List<String> variables, Scope scope, FormulaParser parser, Vectors vectors) {
    this.vectors = vectors;
    this.text = text;
    this.variables = List.copyOf(variables);
    this.scope = scope;
    this.parser = parser;
  }

  List<String> variables() {
    return variables;
  }

  Expression number(Operand operand) {
    return vectors.number(operand);
  }

  DensityTerm density(Operand operand) {
    if (operand instanceof Operand.Distribution d) {
      return d.value();
    }
    throw error(
        operand.position(),
        "a density is expected here, such as normal(0, 1), not "
            + (operand instanceof Operand.Vector ? "a vector" : "a number"));
  }

  /** Runs {@code action}; what it refuses becomes an error at {@code position}. */
  <T> T refusing(int position, Supplier<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException refused) {
      throw error(position, refused.getMessage());
    }
  }

  Optional<Expression> constant(String name) {
    return switch (name) {
      case "pi" -> Optional.of(Expression.constant(Math.PI));
      case "inf" -> Optional.of(Expression.constant(Double.POSITIVE_INFINITY));
      default -> Optional.empty();
    };
  }

  String unknownName(String name) {
    if (isDensity(name) || isFunction(name)) {
      return "'%s' needs arguments: %s(...)".formatted(name, name);
    }
    Optional<String> outside = scope.outside(name);
    if (outside.isPresent()) {
      return outside.get();
    }
    return "unknown name '" + name + "'" + NearestName.hint(name, scope.names());
  }

  private boolean isDensity(String name) {
    return FORMS.contains(name)
        || parser.densities().find(name).isPresent()
        || parser.densities().findJoint(name).isPresent();
  }

  private boolean isFunction(String name) {
    return parser.functions().find(name).isPresent() || VectorFunction.find(name).isPresent();
  }

  /** Refuses a call of something unknown, or of a density where there can be none. */
  void check(Token name) {
    if (isDensity(name.text())) {
      if (variables.isEmpty()) {
        throw error(
            name.position(), "'" + name.text() + "' is a density; a number is expected here");
      }
    } else if (!isFunction(name.text())) {
      throw unknownCall(name);
    }
  }

  private FormulaException unknownCall(Token name) {
    Set<String> known = new LinkedHashSet<>();
    if (!variables.isEmpty()) {
      known.addAll(parser.densities().names());
      parser.densities().jointFamilies().forEach(family -> known.add(family.name()));
      known.addAll(FORMS);
    }
    known.addAll(parser.functions().names());
    known.addAll(VectorFunction.words());
    String kind = variables.isEmpty() ? "function" : "density or function";
    String remark = scope.find(name.text()).isPresent() ? " ('" + name.text() + "' is a name)" : "";
    return error(
        name.position(),
        "unknown "
            + kind
            + " '"
            + name.text()
            + "'"
            + remark
            + NearestName.hint(name.text(), known));
  }

  /** Whether the first argument is the variable. */
  boolean takesVariable(Token name) {
    return variables.size() > 1 && parser.densities().find(name.text()).isPresent();
  }

  Operand apply(Token name, String variable, List<Argument> arguments) {
    Optional<Density> family = parser.densities().find(name.text());
    if (family.isPresent()) {
      return distribution(name, named(name, variable, family.get(), arguments));
    }
    Optional<JointFamily> joint = parser.densities().findJoint(name.text());
    if (joint.isPresent()) {
      return distribution(name, joint(name, joint.get(), arguments));
    }
    return switch (name.text()) {
      case MIX -> distribution(name, mixture(name, arguments));
      case TRUNCATED -> distribution(name, truncated(name, arguments));
      case FREE -> distribution(name, free(name, arguments));
      case GRID -> distribution(name, grid(name, arguments));
      case NORMALISED -> distribution(name, normalised(name, arguments));
      default -> function(name, arguments);
    };
  }

  private static Operand distribution(Token name, DensityTerm term) {
    return new Operand.Distribution(term, name.position());
  }

  private DensityTerm named(Token name, String given, Density family, List<Argument> arguments) {
    String variable = given == null ? variables.get(0) : given;
    List<String> parameters = family.parameters().stream().map(Parameter::name).toList();
    List<Operand> bound = bind(name, parameters, false, arguments);
    List<Expression> values = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (int j = 0; j < bound.size(); j++) {
      Parameter parameter = family.parameters().get(j);
      Operand operand = bound.get(j);
      List<Expression> elements =
          argument(operand, name.text(), parameter.name(), parameter.isVector());
      elements.forEach(element -> checkDomain(name, parameter, element, operand));
      values.addAll(elements);
      if (parameter.isVector()) {
        lengths.add(elements.size());
      }
    }
    Expression x = scope.find(variable).orElseThrow();
    Density sized = refusing(name.position(), () -> SizedDensity.of(family, lengths));
    return refusing(name.position(), () -> NamedTerm.of(variable, x, sized, values));
  }

  /** A number that the formula gives for a parameter must be one that it can have. */
  private void checkDomain(Token name, Parameter parameter, Expression value, Operand at) {
    if (value instanceof Expression.Constant constant
        && !parameter.domain().contains(constant.value())) {
      throw error(
          at.position(),
          "%s of %s is %s, must be %s"
              .formatted(
                  parameter.name(), name.text(), constant.value(), parameter.domain().words()));
    }
  }

  /** One number, or the elements of a vector. */
  private List<Expression> argument(Operand value, String of, String parameter, boolean vector) {
    if (vector && value instanceof Operand.Number) {
      throw error(
          value.position(),
          "%s of %s is a vector, such as h or [0, 1, 2], not a number".formatted(parameter, of));
    }
    return vector ? vectors.elements(value) : List.of(number(value));
  }

  /**
   * A distribution of several variables. They stand first; without any it is one of all variables.
   */
  private DensityTerm joint(Token name, JointFamily family, List<Argument> arguments) {
    int leading = 0;
    while (leading < arguments.size() && isVariable(arguments.get(leading))) {
      leading++;
    }
    int given = arguments.size();
    int own = leading;
    while (own > 0 && family.parameters(own).size() != given - own) {
      own--;
    }
    List<String> names =
        own == 0 ? variables : arguments.subList(0, own).stream().map(this::variableOf).toList();
    List<Parameter> parameters = family.parameters(names.size());
    List<Operand> bound =
        bind(
            name,
            parameters.stream().map(Parameter::name).toList(),
            false,
            arguments.subList(own, given));
    List<Expression> values = bound.stream().map(this::number).toList();
    for (int j = 0; j < values.size(); j++) {
      checkDomain(name, parameters.get(j), values.get(j), bound.get(j));
    }
    List<Expression> x = names.stream().map(v -> scope.find(v).orElseThrow()).toList();
    return refusing(name.position(), () -> JointTerm.of(names, x, family, values));
  }

  private boolean isVariable(Argument argument) {
    return argument.name() == null
        && argument.value() instanceof Operand.Number number
        && variables.stream().anyMatch(v -> scope.find(v).orElseThrow() == number.value());
  }

  private Operand function(Token name, List<Argument> arguments) {
    Optional<VectorFunction> ofVectors = VectorFunction.find(name.text());
    if (ofVectors.isPresent()) {
      return function(name, ofVectors.get(), arguments);
    }
    NamedFunction function = parser.functions().find(name.text()).orElseThrow();
    List<Operand> values =
        bind(name, function.parameters(), function.variadic(), complete(function, arguments));
    return vectors.each(
        values, name.position(), x -> refusing(name.position(), () -> function.body().apply(x)));
  }

  private Operand function(Token name, VectorFunction function, List<Argument> arguments) {
    List<Operand> bound = bind(name, function.parameters(), false, arguments);
    List<List<Expression>> values = new ArrayList<>();
    for (int j = 0; j < bound.size(); j++) {
      String parameter = function.parameters().get(j);
      values.add(argument(bound.get(j), name.text(), parameter, function.takesVector(j)));
    }
    List<Expression> result = refusing(name.position(), () -> function.apply(values));
    return function.isVector()
        ? new Operand.Vector(result, name.position())
        : new Operand.Number(result.get(0), name.position());
  }

  /** The arguments with those that are left out and may be. */
  private static List<Argument> complete(NamedFunction function, List<Argument> arguments) {
    List<Argument> all = new ArrayList<>(arguments);
    List<String> named = arguments.stream().map(Argument::name).toList();
    int positional = (int) named.stream().filter(Objects::isNull).count();
    for (int j = positional; j < function.parameters().size(); j++) {
      String parameter = function.parameters().get(j);
      if (!named.contains(parameter)) {
        function
            .fallback(j)
            .ifPresent(value -> all.add(new Argument(parameter, 0, new Operand.Number(value, 0))));
      }
    }
    return all;
  }

  private DensityTerm mixture(Token name, List<Argument> arguments) {
    positional(name, arguments);
    if (arguments.size() < 3 || arguments.size() % 2 == 0) {
      throw error(
          name.position(),
          "mix takes weights and densities in turn and a last density without weight:"
              + " mix(w1, d1, w2, d2, ..., d_last), not %d arguments".formatted(arguments.size()));
    }
    List<Expression> weights = new ArrayList<>();
    List<DensityTerm> components = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Operand value = arguments.get(i).value();
      if (i % 2 == 0 && i < arguments.size() - 1) {
        weights.add(number(value));
      } else {
        components.add(density(value));
      }
    }
    return refusing(name.position(), () -> MixtureTerm.of(weights, components));
  }

  private DensityTerm truncated(Token name, List<Argument> arguments) {
    List<Operand> values = bind(name, List.of("density", "low", "high"), false, arguments);
    DensityTerm base = density(values.get(0));
    Expression low = number(values.get(1));
    Expression high = number(values.get(2));
    Expression x = scope.find(base.variables().iterator().next()).orElseThrow();
    return refusing(name.position(), () -> TruncatedTerm.of(base, x, low, high));
  }

  private DensityTerm free(Token name, List<Argument> arguments) {
    positional(name, arguments);
    if (variables.size() == 1) {
      List<Operand> values = bind(name, List.of("log_density"), false, arguments);
      return FreeTerm.of(variables, number(values.get(0)));
    }
    if (arguments.size() < 2) {
      throw error(
          name.position(), "free takes its variables and the log density: free(x, y, log_density)");
    }
    List<String> own = new ArrayList<>();
    for (Argument argument : arguments.subList(0, arguments.size() - 1)) {
      own.add(variableOf(argument));
    }
    return FreeTerm.of(own, number(arguments.get(arguments.size() - 1).value()));
  }

  private DensityTerm grid(Token name, List<Argument> arguments) {
    positional(name, arguments);
    int axes = variables.size();
    if (arguments.size() != 2 * axes + 1) {
      throw error(
          name.position(),
          "grid takes its %d variables, the log heights and as many vectors of edges, not %d arguments"
              .formatted(axes, arguments.size()));
    }
    List<Expression> own = variables.stream().map(v -> scope.find(v).orElseThrow()).toList();
    List<GridTerm.Axis> of = new ArrayList<>();
    for (int a = 0; a < axes; a++) {
      Argument axis = arguments.get(a);
      List<Expression> edges = vectors.elements(arguments.get(axes + 1 + a).value());
      Expression given = number(axis.value());
      of.add(refusing(axis.position(), () -> GridArguments.axis(given, own, variables, edges)));
    }
    List<Expression> heights = vectors.elements(arguments.get(axes).value());
    return refusing(name.position(), () -> GridTerm.of(of, heights));
  }

  private DensityTerm normalised(Token name, List<Argument> arguments) {
    boolean several = variables.size() > 1;
    if (several && arguments.isEmpty()) {
      throw error(
          name.position(),
          "normalised takes its variable first: normalised(x, log_density, low, high)");
    }
    String variable = several ? variableOf(arguments.get(0)) : variables.get(0);
    List<Operand> values =
        bind(
            name,
            List.of("log_density", "low", "high"),
            false,
            several ? arguments.subList(1, arguments.size()) : arguments);
    Expression x = scope.find(variable).orElseThrow();
    return refusing(
        name.position(),
        () ->
            NormalisedTerm.of(
                variable, x, number(values.get(0)), number(values.get(1)), number(values.get(2))));
  }

  private String variableOf(Argument argument) {
    Expression value = number(argument.value());
    return variables.stream()
        .filter(v -> scope.find(v).orElseThrow() == value)
        .findFirst()
        .orElseThrow(
            () ->
                error(
                    argument.position(),
                    "expected one of the variables " + String.join(", ", variables)));
  }

  private void positional(Token name, List<Argument> arguments) {
    for (Argument argument : arguments) {
      if (argument.name() != null) {
        throw error(argument.position(), name.text() + " takes no named arguments");
      }
    }
  }

  /** Puts arguments in the order of the parameters. */
  private List<Operand> bind(
      Token name, List<String> parameters, boolean variadic, List<Argument> arguments) {
    Operand[] bound = new Operand[Math.max(parameters.size(), arguments.size())];
    for (int i = 0; i < arguments.size(); i++) {
      Argument argument = arguments.get(i);
      int j = argument.name() == null ? i : parameters.indexOf(argument.name());
      if (j < 0) {
        throw error(
            argument.position(),
            "%s has no argument '%s'; its arguments are %s"
                .formatted(name.text(), argument.name(), String.join(", ", parameters)));
      }
      if (j >= parameters.size() && !variadic) {
        throw error(argument.position(), tooMany(name, parameters, arguments.size()));
      }
      if (bound[j] != null) {
        throw error(argument.position(), "argument '" + parameters.get(j) + "' is given twice");
      }
      bound[j] = argument.value();
    }
    for (int j = 0; j < bound.length; j++) {
      if (bound[j] == null) {
        throw error(
            name.position(),
            "%s lacks its argument '%s'; its arguments are %s"
                .formatted(
                    name.text(),
                    parameters.get(Math.min(j, parameters.size() - 1)),
                    String.join(", ", parameters)));
      }
    }
    return Arrays.asList(bound);
  }

  private static String tooMany(Token name, List<String> parameters, int given) {
    int expected = parameters.size();
    return "%s takes %d argument%s (%s), not %d"
        .formatted(
            name.text(), expected, expected == 1 ? "" : "s", String.join(", ", parameters), given);
  }

  private FormulaException error(int position, String reason) {
    return new FormulaException(text, position, reason);
  }
}
