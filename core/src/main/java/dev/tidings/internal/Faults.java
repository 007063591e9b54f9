package dev.tidings.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what foreign code throws away from everybody else. */
public final class Faults {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  private Faults() {}

  /**
   * Runs foreign code; logs what it throws with its class. Rethrows only what the JVM cannot
   * survive.
   */
  public static void contain(String what, Object foreign, Runnable action) {
    try {
      action.run();
    } catch (Throwable fault) {
      rethrowIfFatal(fault);
      log.warn("{} {} failed", what, foreign.getClass().getName(), fault);
    }
  }

  /** A stack overflow ends with the call that caused it; the other errors of the JVM do not. */
  public static void rethrowIfFatal(Throwable fault) {
    if (fault instanceof VirtualMachineError error && !(fault instanceof StackOverflowError)) {
      throw error;
    }
  }
}
