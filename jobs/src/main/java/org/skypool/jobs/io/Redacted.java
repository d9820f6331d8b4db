package org.skypool.jobs.io;

import java.util.regex.Pattern;

/**
 * Text without the secrets that may stand in it: credentials in a URL, and values behind words such
 * as {@code password=}. They are replaced by {@code ***}.
 */
public final class Redacted {
  private static final String HIDDEN = "***";

  /** {@code s3a://KEY:SECRET@bucket}. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  /** {@code fs.s3a.secret.key=...}, {@code "token": "..."}, {@code ?sig=...}. */
  private static final Pattern VALUE =
      Pattern.compile(
          "((?:[\\w.-]*(?:password|passwd|secret|token|credential|access[._-]?key)[\\w.-]*|"
              + "[?&](?:sig|signature|x-amz-signature))\"?\\s*[=:]\\s*\"?)[^\\s\"',;&}]+",
          Pattern.CASE_INSENSITIVE);

  private Redacted() {}

  /** The text with secrets hidden. */
  public static String text(String text) {
    String safe = CREDENTIALS.matcher(text).replaceAll(HIDDEN);
    return VALUE.matcher(safe).replaceAll("$1" + HIDDEN);
  }
}
