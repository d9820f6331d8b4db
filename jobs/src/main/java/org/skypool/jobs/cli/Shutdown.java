package org.skypool.jobs.cli;

/** Whether this process is ending already, as it does after Ctrl-C. */
final class Shutdown {
  private Shutdown() {}

  /**
   * Whether it is ending: work then fails only because Spark ends with the process, which no user
   * needs to be told.
   */
  static boolean isUnderWay() {
    Thread hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }
}
