package dev.tidings.testkit.dialect;

import dev.tidings.stream.Dialect;

class LineDialectTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return new LineDialect();
  }

  @Override
  protected DialectClient client() {
    return new LineDialect.Client();
  }
}
