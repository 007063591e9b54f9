package dev.tidings.dialects;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;

class EnhancedDialectContractTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return Dialects.enhanced();
  }

  @Override
  protected DialectClient client() {
    return new EnhancedClient();
  }
}
