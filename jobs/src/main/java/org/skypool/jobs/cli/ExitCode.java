package org.skypool.jobs.cli;

/** Exit codes of every command; scripts rely on them. */
public final class ExitCode {
  /** Done, and no guard objects to the answer. */
  public static final int OK = 0;

  /** Something outside the run failed: a full disk, a lost cluster, a defect. */
  public static final int FAILED = 1;

  /** Usage or configuration refused, or the output folder holds a run of another name. */
  public static final int REFUSED = 2;

  /** Input from which nothing can be inferred. */
  public static final int UNUSABLE_INPUT = 3;

  /** Done and written, but a guard says the answer is not to be trusted. */
  public static final int UNTRUSTWORTHY = 4;

  private ExitCode() {}
}
