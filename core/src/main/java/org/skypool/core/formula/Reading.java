package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.density.ProductTerm;
import org.skypool.core.expression.Binary;
import org.skypool.core.expression.Expression;

/** One pass over one formula, by recursive descent. */
final class Reading {

  private static final int MAX_DEPTH = 200;

  /** Each makes the expression a level deeper. */
  private static final int MAX_OPERATORS = 2_000;

  private final String text;
  private final List<Token> tokens;
  private final Scope scope;
  private final Calls calls;
  private final Vectors vectors;
  private int at;
  private int depth;
  private int operators;

  Reading(String text, List<String> variables, Scope scope, FormulaParser parser) {
    this.text = text;
    this.scope = scope;
    this.tokens = Tokenizer.tokens(text);
    this.vectors = new Vectors(text);
    this.calls = new Calls(text, variables, scope, parser, vectors);
  }

  Expression number() {
    return calls.number(whole());
  }

  DensityTerm density() {
    DensityTerm term = calls.density(whole());
    List<String> missing = new ArrayList<>(calls.variables());
    missing.removeAll(term.variables());
    if (!missing.isEmpty()) {
      throw error(peek(), "no density for " + String.join(", ", missing));
    }
    return term;
  }

  private Operand whole() {
    if (peek().kind() == Token.Kind.END) {
      throw new FormulaException(text, 1, "the formula is empty");
    }
    Operand result = sum();
    if (peek().kind() != Token.Kind.END) {
      String what =
          peek().is(")") ? "')' without '('" : "expected an operator before " + peek().words();
      throw error(peek(), what);
    }
    return result;
  }

  private Operand sum() {
    descend();
    Operand left = product();
    while (peek().is("+") || peek().is("-")) {
      Token operator = operator();
      BinaryOperator<Expression> by = operator.is("+") ? Expression::plus : Expression::minus;
      left = vectors.each(left, product(), by);
    }
    depth--;
    return left;
  }

  private Operand product() {
    Operand left = factor();
    while (peek().is("*") || peek().is("/")) {
      Token operator = operator();
      Operand right = factor();
      left =
          operator.is("*") && left instanceof Operand.Distribution d
              ? joint(d, right)
              : vectors.each(
                  left, right, operator.is("*") ? Expression::times : Expression::dividedBy);
    }
    return left;
  }

  private Operand joint(Operand.Distribution left, Operand right) {
    List<DensityTerm> factors = new ArrayList<>();
    if (left.value() instanceof ProductTerm p) {
      factors.addAll(p.factors());
    } else {
      factors.add(left.value());
    }
    factors.add(calls.density(right));
    return new Operand.Distribution(
        calls.refusing(right.position(), () -> ProductTerm.of(factors)), left.position());
  }

  private Operand factor() {
    Token sign = peek();
    if (sign.is("-") || sign.is("+")) {
      next();
      Operand value = deeperFactor();
      return vectors.at(
          sign.position(), vectors.each(value, sign.is("-") ? Expression::negate : x -> x));
    }
    Operand base = primary();
    if (!peek().is("^")) {
      return base;
    }
    next();
    return vectors.each(base, deeperFactor(), Reading::power);
  }

  private static Expression power(Expression x, Expression y) {
    boolean square = y instanceof Expression.Constant c && c.value() == 2;
    return square ? x.square() : Expression.apply(Binary.POW, x, y);
  }

  private Operand deeperFactor() {
    descend();
    Operand factor = factor();
    depth--;
    return factor;
  }

  private Token operator() {
    if (++operators > MAX_OPERATORS) {
      throw error(peek(), "more than " + MAX_OPERATORS + " of + - * /");
    }
    return next();
  }

  private void descend() {
    if (++depth > MAX_DEPTH) {
      throw error(peek(), "more than " + MAX_DEPTH + " levels of parentheses, signs and powers");
    }
  }

  private Operand primary() {
    Token token = next();
    if (token.kind() == Token.Kind.NUMBER) {
      double value = Double.parseDouble(token.text());
      return new Operand.Number(Expression.constant(value), token.position());
    }
    if (token.kind() == Token.Kind.NAME) {
      return peek().is("(") ? call(token) : named(token);
    }
    if (token.is("[")) {
      return list(token);
    }
    if (token.is("(")) {
      Operand inner = sum();
      close(token);
      return inner;
    }
    throw error(token, "expected a number, a name or '(' instead of " + token.words());
  }

  private Operand named(Token token) {
    String name = token.text();
    Optional<List<Expression>> vector = scope.findVector(name);
    if (vector.isPresent()) {
      return new Operand.Vector(vector.get(), token.position());
    }
    Expression number =
        scope
            .find(name)
            .or(() -> calls.constant(name))
            .orElseThrow(() -> error(token, calls.unknownName(name)));
    return new Operand.Number(number, token.position());
  }

  /** A list of numbers; a vector in it stands for its elements. */
  private Operand list(Token open) {
    List<Expression> elements = new ArrayList<>();
    do {
      elements.addAll(vectors.elements(sum()));
    } while (peek().is(",") && next() != null);
    if (!peek().is("]")) {
      throw error(
          peek(),
          peek().kind() == Token.Kind.END
              ? "the '[' at character " + open.position() + " is never closed"
              : "expected ',' or ']' instead of " + peek().words());
    }
    next();
    return new Operand.Vector(elements, open.position());
  }

  private Operand call(Token name) {
    Token open = next();
    calls.check(name);
    String variable = calls.takesVariable(name) ? variable(name) : null;
    List<Argument> arguments = new ArrayList<>();
    boolean more = variable == null ? !peek().is(")") : peek().is(",") && next() != null;
    while (more) {
      arguments.add(argument(arguments));
      more = peek().is(",") && next() != null;
    }
    close(open);
    return calls.apply(name, variable, arguments);
  }

  /** The first argument of a named distribution where there are several variables. */
  private String variable(Token family) {
    Token token = next();
    boolean alone = peek().is(",") || peek().is(")");
    if (token.kind() != Token.Kind.NAME || !alone || !calls.variables().contains(token.text())) {
      throw error(
          token,
          "the first argument of %s must be one of the variables %s"
              .formatted(family.text(), String.join(", ", calls.variables())));
    }
    return token.text();
  }

  private Argument argument(List<Argument> before) {
    Token first = peek();
    if (first.kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
      next();
      next();
      if (before.stream().anyMatch(a -> first.text().equals(a.name()))) {
        throw error(first, "argument '" + first.text() + "' is given twice");
      }
      return new Argument(first.text(), first.position(), sum());
    }
    if (before.stream().anyMatch(a -> a.name() != null)) {
      throw error(first, "a positional argument cannot follow a named one");
    }
    return new Argument(null, first.position(), sum());
  }

  private void close(Token open) {
    if (!peek().is(")")) {
      throw error(
          peek(),
          peek().kind() == Token.Kind.END
              ? "the '(' at character " + open.position() + " is never closed"
              : "expected ',' or ')' instead of " + peek().words());
    }
    next();
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  private FormulaException error(Token token, String reason) {
    return new FormulaException(text, token.position(), reason);
  }
}
