package dev.tidings.internal.run;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one rule for what is thrown: it ends what it was thrown in, is logged, and goes no further,
 * whatever it is. An error of the JVM is no exception from it: a thread that dies of one would
 * leave everybody else without their turn.
 */
public final class Faults {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");

  private Faults() {}

  /** Runs foreign code; logs what it throws with its class. Never throws. */
  public static void contain(String what, Object foreign, Runnable action) {
    try {
      action.run();
    } catch (Throwable fault) {
      report(what, foreign, fault);
    }
  }

  /** Logs a fault of foreign code with its class. Never throws, also when there is no memory. */
  public static void report(String what, Object foreign, Throwable fault) {
    try {
      log.warn("{} {} failed", what, foreign.getClass().getName(), fault);
    } catch (Throwable second) {
      // Nobody is left to be told; whoever called goes on.
    }
  }

  /**
   * Throws on an error of the JVM, for what survives other faults; a stack overflow ends with the
   * call that caused it.
   */
  public static void rethrowIfFatal(Throwable fault) {
    if (fault instanceof VirtualMachineError error && !(fault instanceof StackOverflowError)) {
      throw error;
    }
  }
}
