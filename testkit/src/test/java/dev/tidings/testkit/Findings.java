package dev.tidings.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract against what breaks it: a contract that finds nothing proves nothing. */
public final class Findings {
  private Findings() {}

  /** Whether that method of the contract fails for what the class tests. */
  public static boolean finds(Class<?> broken, String method) {
    return EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, method))
            .execute()
            .testEvents()
            .failed()
            .count()
        == 1;
  }
}
