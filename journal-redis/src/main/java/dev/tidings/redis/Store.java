package dev.tidings.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client of the store, and what this journal sets in it.
 *
 * <p>What was sent when a connection broke is not sent again by Lettuce: the hub sends it again,
 * and knows what may stand behind it. What is asked while a connection is broken fails at once, so
 * no queue grows. Connections come back after random times, so that servers that were cut off
 * together do not come back together.
 */
final class Store {
  /** What is at an address. */
  enum Topology {
    /** One server, or Sentinels that name one. */
    ONE,
    /** Any of a cluster's servers. */
    CLUSTER
  }

  private static final int THREADS = 2;
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(2);

  private final RedisURI address;
  private final ClientResources resources;
  private final AbstractRedisClient client;
  private final SilentChannels channels;
  private final ScheduledExecutorService timer;
  private final Link link;
  private final AtomicBoolean moved = new AtomicBoolean();

  /**
   * A client; it connects when its link is opened.
   *
   * @param topology what is at the address
   */
  Store(RedisURI address, Duration timeout, Duration lease, Topology topology) {
    this.address = address;
    Duration silence = lease.multipliedBy(7).dividedBy(10);
    channels =
        new SilentChannels(silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence);
    resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .nettyCustomizer(channels)
            .reconnectDelay(
                Delay.fullJitter(
                    Duration.ofMillis(10), Duration.ofSeconds(2), 50, TimeUnit.MILLISECONDS))
            .build();
    ClientOptions options =
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECTING).keepAlive(true).build())
            .build();
    address.setTimeout(CONNECTING);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tidings-redis");
              thread.setDaemon(true);
              return thread;
            });
    if (topology == Topology.CLUSTER) {
      RedisClusterClient many = RedisClusterClient.create(resources, address);
      many.setOptions(clusterOptions(options));
      client = many;
      link = new Link(() -> ManyServers.connect(many, channels), timer);
    } else {
      RedisClient one = RedisClient.create(resources);
      one.setOptions(options);
      client = one;
      link = new Link(() -> OneServer.connect(one, address, channels), timer);
    }
  }

  private static ClusterClientOptions clusterOptions(ClientOptions options) {
    return ClusterClientOptions.builder(options)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(Duration.ofSeconds(30))
                .build())
        .build();
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none; the text is not told, for it may have a
   *     password
   */
  static RedisURI address(String text) {
    try {
      return RedisURI.create(text);
    } catch (IllegalArgumentException | NullPointerException wrong) {
      throw new IllegalArgumentException(
          "the address of Redis must be like redis://user:password@host:6379/0, rediss://… or"
              + " redis-sentinel://…");
    }
  }

  /** Where it is, without user and password. */
  String address() {
    return address.getSentinels().isEmpty()
        ? address.getHost() + ":" + address.getPort()
        : String.valueOf(address.getSentinelMasterId());
  }

  Link link() {
    return link;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Asks something on the connection that only listens, so that it is not taken for broken. */
  void tick() {
    moved.set(false);
    var unused = link.use(connections -> connections.subscriptions().async().ping());
  }

  /** The server is a replica now: connects anew, once between two ticks. */
  void readOnly() {
    if (moved.compareAndSet(false, true)) {
      var unused =
          link.use(
              connections -> {
                connections.reconnect();
                return CompletableFuture.<Void>completedStage(null);
              });
    }
  }

  /** Lets go of everything, and waits for nothing. */
  void close() {
    timer.shutdownNow();
    link.close();
    var unused =
        client
            .shutdownAsync(0, 1, TimeUnit.SECONDS)
            .whenComplete(
                (done, fault) -> {
                  var unusedToo = resources.shutdown(0, 1, TimeUnit.SECONDS);
                });
  }
}
