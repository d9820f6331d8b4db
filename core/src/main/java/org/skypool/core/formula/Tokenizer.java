package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a formula into numbers, names (with their index, if any), symbols and the end. */
final class Tokenizer {

  private static final Pattern NUMBER =
      Pattern.compile("(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*+");
  private static final Pattern INDEX =
      Pattern.compile(
          "\\s*\\[\\s*([A-Za-z_][A-Za-z_0-9]*+\\s*[+-]\\s*[0-9]++|[A-Za-z_0-9]++|-?[0-9.]++)\\s*\\]");
  private static final String SYMBOLS = "+-*/^(),=[]";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokenizer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    Tokenizer tokenizer = new Tokenizer(text);
    while (tokenizer.next()) {}
    return tokenizer.tokens;
  }

  private boolean next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      add(Token.Kind.END, "", 0);
      return false;
    }
    Matcher number = matcher(NUMBER);
    Matcher name = matcher(NAME);
    if (number.lookingAt()) {
      number(number.group());
    } else if (name.lookingAt()) {
      name(name.group());
    } else if (SYMBOLS.indexOf(text.charAt(at)) >= 0) {
      add(Token.Kind.SYMBOL, text.substring(at, at + 1), 1);
    } else {
      throw new FormulaException(
          text, at + 1, "unexpected character '" + Character.toString(text.codePointAt(at)) + "'");
    }
    return true;
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  private void number(String digits) {
    int end = at + digits.length();
    if (end < text.length() && Character.isJavaIdentifierStart(text.charAt(end))) {
      throw new FormulaException(
          text,
          end + 1,
          "a name cannot follow the number " + digits + " directly; write * between");
    }
    if (Double.isInfinite(Double.parseDouble(digits))) {
      throw new FormulaException(text, at + 1, digits + " is too large; infinity is written inf");
    }
    add(Token.Kind.NUMBER, digits, digits.length());
  }

  private void name(String name) {
    int length = name.length();
    Matcher index = INDEX.matcher(text).region(at + length, text.length());
    if (index.lookingAt()) {
      String inside = index.group(1).replaceAll("\\s", "");
      add(Token.Kind.NAME, name + "[" + inside + "]", length + index.group().length());
    } else {
      refuseIndex(at + length);
      add(Token.Kind.NAME, name, length);
    }
  }

  private void refuseIndex(int from) {
    int open = from;
    while (open < text.length() && Character.isWhitespace(text.charAt(open))) {
      open++;
    }
    if (open < text.length() && text.charAt(open) == '[') {
      throw new FormulaException(
          text,
          open + 1,
          "unexpected character '[': an index is a column, a number, i, or i - 1, and then ']'");
    }
  }

  private void add(Token.Kind kind, String content, int length) {
    tokens.add(new Token(kind, content, at + 1));
    at += length;
  }
}
