package dev.tidings.redis;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store that runs full may throw tasks away that still run: then their streams are cut.
 * It is read from INFO, because hosted stores let nobody see their configuration.
 */
final class Eviction {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.redis");
  private static final Pattern LIMIT = Pattern.compile("(?m)^maxmemory:(\\d+)");
  private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:([\\w-]+)");

  private Eviction() {}

  /** The policy by which it may do so; empty if it may not. */
  static CompletionStage<Optional<String>> policy(Link link) {
    return link.use(connections -> connections.commands().info("memory"))
        .thenApply(Eviction::policy);
  }

  private static Optional<String> policy(String info) {
    Matcher limit = LIMIT.matcher(info);
    Matcher policy = POLICY.matcher(info);
    boolean limited = limit.find() && !limit.group(1).equals("0");
    return limited && policy.find() && !policy.group(1).equals("noeviction")
        ? Optional.of(policy.group(1))
        : Optional.empty();
  }

  /** Says so in the log. */
  static void warn(Link link) {
    var unused =
        policy(link)
            .whenComplete(
                (policy, fault) -> {
                  if (fault != null) {
                    log.debug("Redis does not say whether it evicts", fault);
                  } else if (policy.isPresent()) {
                    log.warn(
                        "Redis has maxmemory-policy {}: when it is full it throws running tasks"
                            + " away, and whoever follows them is cut off; set noeviction",
                        policy.get());
                  }
                });
  }
}
