package dev.tidings.dialects;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;

class AgUiBefore1DialectContractTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return AgUi.dialect(false);
  }

  @Override
  protected DialectClient client() {
    return new AgUiClient();
  }
}
