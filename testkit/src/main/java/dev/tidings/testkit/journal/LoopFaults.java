package dev.tidings.testkit.journal;

import java.util.Random;

/**
 * Faults decide what happens on the way between a hub and a {@link LoopStore}. The threads that
 * call the journal ask for each call, and those that give hints for each hint.
 */
public interface LoopFaults {
  /** What becomes of one call, or of one hint. */
  enum Fate {
    /** It arrives, and its answer does. */
    FINE,
    /** It does not arrive; the caller is told that the outcome is not known. */
    LOST,
    /** It arrives; the caller is told that the outcome is not known. A hint is late. */
    ANSWER_LOST,
    /** It arrives twice; the caller is given the second answer. */
    DOUBLED
  }

  /** The fate of the next call. */
  Fate ofCall();

  /** The fate of the next hint. */
  Fate ofHint();

  /** Nothing goes wrong. */
  static LoopFaults none() {
    return new LoopFaults() {
      @Override
      public Fate ofCall() {
        return Fate.FINE;
      }

      @Override
      public Fate ofHint() {
        return Fate.FINE;
      }
    };
  }

  /**
   * Each kind of fault happens to that many of a hundred calls and hints, the same ones for the
   * same random numbers. They are thread-safe if the random numbers are.
   */
  static LoopFaults seeded(Random random, int percent) {
    return new LoopFaults() {
      private Fate next() {
        int luck = random.nextInt(100);
        if (luck < percent) {
          return Fate.LOST;
        }
        if (luck < 2 * percent) {
          return Fate.ANSWER_LOST;
        }
        return luck < 3 * percent ? Fate.DOUBLED : Fate.FINE;
      }

      @Override
      public Fate ofCall() {
        return next();
      }

      @Override
      public Fate ofHint() {
        return next();
      }
    };
  }
}
