package dev.tidings.examples.hosts;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;

// snippet: contract
final class DashboardDialectTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return new DashboardDialect();
  }

  @Override
  protected DialectClient client() {
    return new DashboardClient();
  }
}
// end of snippet
