package dev.tidings.examples.fortune;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the environment says about strangers: from where they may come, how often, how many.
 * Immutable.
 *
 * @param reachable whether others than this machine can reach the server
 * @param origins other origins whose pages may use the server
 * @param proxies the addresses of proxies whose X-Forwarded-For is believed
 * @param operators the users who may read the metrics of a server that others can reach
 * @param demoTokensPerMinute of one address
 * @param demoQuestionsPerMinute of one address
 * @param connections how many there may be
 * @param connectionsPerAddress how many of them from one address
 * @param idle how long a connection may be open without a request, or take to send one
 */
public record AccessSettings(
    boolean reachable,
    Set<String> origins,
    Set<String> proxies,
    Set<String> operators,
    int demoTokensPerMinute,
    int demoQuestionsPerMinute,
    int connections,
    int connectionsPerAddress,
    Duration idle) {

  private static final Map<String, Integer> OWN_PORTS = Map.of("http", 80, "https", 443);

  static AccessSettings from(Variables variables, String host) {
    Set<String> proxies =
        variables.list("TIDINGS_PROXIES").stream()
            .map(AccessSettings::proxy)
            .collect(Collectors.toUnmodifiableSet());
    return new AccessSettings(
        // A proxy on this machine brings others too.
        beyondLoopback(host) || !proxies.isEmpty(),
        variables.list("TIDINGS_ORIGINS").stream()
            .map(AccessSettings::origin)
            .collect(Collectors.toUnmodifiableSet()),
        proxies,
        Set.copyOf(variables.list("TIDINGS_OPERATORS")),
        variables.number("TIDINGS_RATE_DEMO_TOKENS", 10, 1, 10_000),
        variables.number("TIDINGS_RATE_DEMO_QUESTIONS", 60, 1, 10_000),
        variables.number("TIDINGS_CONNECTIONS", 12_000, 1, 1_000_000),
        variables.number("TIDINGS_CONNECTIONS_PER_ADDRESS", 200, 1, 1_000_000),
        variables.seconds("TIDINGS_IDLE_SECONDS", 30));
  }

  private static boolean beyondLoopback(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException tellsTheStart) {
      return true;
    }
  }

  /** Whether a user may read the metrics: operators, and everybody where nobody else comes. */
  boolean readsMetrics(String user) {
    return !reachable || operators.contains(user);
  }

  /** As browsers write it: scheme, host, and the port where it is not the scheme's own. */
  private static String origin(String text) {
    try {
      URI uri = URI.create(text);
      if (text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
          && text.equals(text.toLowerCase(Locale.ROOT))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && !Integer.valueOf(uri.getPort()).equals(OWN_PORTS.get(uri.getScheme()))) {
        return text;
      }
    } catch (IllegalArgumentException notOne) {
      // Told below, with the same words as an address that is more than an origin.
    }
    throw new IllegalArgumentException(
        "TIDINGS_ORIGINS '" + text + "' must be an origin such as https://app.example.com");
  }

  private static String proxy(String text) {
    return ClientAddress.literal(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "TIDINGS_PROXIES '" + text + "' must be the address of a proxy, 10.0.0.1 say"))
        .getHostAddress();
  }
}
