package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as proxies and sockets write them. */
class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "203.0.113.7:4711, 203.0.113.7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "[2001:db8::7], 2001:db8:0:0:0:0:0:7",
    "[2001:db8::7]:4711, 2001:db8:0:0:0:0:0:7",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
    "::ffff:203.0.113.7, 203.0.113.7",
    "::1, 0:0:0:0:0:0:0:1",
  })
  void addressIsReadHoweverItIsWritten(String text, String address) {
    assertThat(ClientAddress.literal(text).orElseThrow().getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unknown", "_hidden", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "::g"})
  void whatIsNoAddressIsNotLookedUp(String text) {
    assertThat(ClientAddress.literal(text)).isEmpty();
  }

  @Test
  void addressThatAProxyWroteUnreadablyIsNotExempt() {
    try (TestServer server =
        TestServer.start(
            "TIDINGS_JWT_SECRET",
            "",
            "TIDINGS_RATE_DEMO_TOKENS",
            "1",
            "TIDINGS_PROXIES",
            "127.0.0.1")) {
      assertThat(DemoLimitsTest.demoToken(server, "203.0.113.7, unknown").status()).isEqualTo(200);

      DemoLimitsTest.demoToken(server, "_hidden").refusedAs(429, "rate_limited");
      assertThat(DemoLimitsTest.demoToken(server, "203.0.113.7").status()).isEqualTo(200);
    }
  }
}
