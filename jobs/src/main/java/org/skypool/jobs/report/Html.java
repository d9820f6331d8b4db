package org.skypool.jobs.report;

/** Text made safe for HTML and XML. */
final class Html {
  private Html() {}

  /**
   * Escapes text for element content and quoted attributes; characters that XML does not allow
   * become U+FFFD.
   *
   * @param text plain text
   * @return the text with {@code & < > " '} as references
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    legal(text).codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /**
   * Replaces characters that XML 1.0 does not allow (control characters, lone surrogates) by
   * U+FFFD.
   *
   * @param text any text
   * @return text that an XML document can hold
   */
  static String legal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(allowed(c) ? c : 0xFFFD));
    return out.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF && !(c >= 0x7F && c <= 0x9F))
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(c);
    }
  }
}
