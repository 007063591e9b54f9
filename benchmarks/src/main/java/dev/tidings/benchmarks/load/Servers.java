package dev.tidings.benchmarks.load;

import dev.tidings.benchmarks.journal.Spent;
import dev.tidings.testkit.server.RedisServer;
import java.io.IOException;

/**
 * The processes of one run: the one whose maker makes the events, the one that has the clients,
 * which is another only for {@code tidings-elsewhere}, and a Redis where tasks are shared.
 */
final class Servers implements AutoCloseable {
  private static final String WORKER = "tidings-redis";
  private static final String ELSEWHERE = "tidings-elsewhere";

  private final AutoCloseable redis;
  private final String address;
  private final ServerProcess maker;
  private final ServerProcess serving;

  Servers(String name, Scenario scenario) throws Exception {
    if (!name.equals(WORKER) && !name.equals(ELSEWHERE)) {
      redis = () -> {};
      address = "";
      maker = new ServerProcess(name, scenario);
      serving = maker;
      return;
    }
    RedisServer started = RedisServer.start("--appendonly", "yes");
    redis = started;
    address = started.address();
    maker = new ServerProcess(WORKER, scenario, address);
    serving = name.equals(WORKER) ? maker : new ServerProcess(ELSEWHERE, scenario, address);
  }

  ServerProcess maker() {
    return maker;
  }

  ServerProcess serving() {
    return serving;
  }

  /** The CPU time of all servers, Redis left out, in nanoseconds. */
  long cpu() throws IOException {
    return maker == serving ? maker.cpu() : maker.cpu() + serving.cpu();
  }

  /** What Redis has spent. */
  Spent spent() {
    return address.isEmpty() ? Spent.NOTHING : Spent.of(address);
  }

  @Override
  public void close() throws Exception {
    if (serving != maker) {
      serving.close();
    }
    maker.close();
    redis.close();
  }
}
