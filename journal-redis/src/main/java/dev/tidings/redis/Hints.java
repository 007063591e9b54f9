package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.journal.Journal.Listener;
import dev.tidings.journal.JournalUnavailableException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The channels that this process listens to: one of each task that is followed here, and one of its
 * own, where others say which of its tasks they ended. Lettuce subscribes again after a connection
 * broke; what was said meanwhile is lost, so everything is hinted at then. Thread-safe.
 */
final class Hints extends RedisPubSubAdapter<String, byte[]> {
  /** A channel that is listened to. */
  private static final class Channel {
    /** How many want it; guarded by the map's lock. */
    private int users;

    private CompletionStage<Void> subscribed = CompletableFuture.completedStage(null);
  }

  private final Link link;
  private final Keys keys;
  private final String ownChannel;
  private final Supplier<Set<String>> ownTasks;
  private final Listener listener;

  @GuardedBy("this")
  private final Map<String, Channel> channels = new HashMap<>();

  /** Those that were subscribed to once; only the connection's thread touches it. */
  private final Set<String> known = new HashSet<>();

  @GuardedBy("this")
  private boolean added;

  /**
   * No channels yet.
   *
   * @param ownTasks the tasks that this process works on
   * @param listener is told of tasks that have changed, or may have
   */
  Hints(Link link, Keys keys, String process, Supplier<Set<String>> ownTasks, Listener listener) {
    this.link = link;
    this.keys = keys;
    this.ownChannel = keys.ends(process);
    this.ownTasks = ownTasks;
    this.listener = listener;
  }

  /** Completes once a task's changes are certain to be told, with what ends that. */
  CompletionStage<AutoCloseable> follow(String task) {
    String name = keys.hints(task);
    Channel channel = add(name, false);
    return channel.subscribed.handle(
        (done, fault) -> {
          if (fault != null) {
            remove(name, channel);
            throw Reply.unavailable(fault);
          }
          AtomicBoolean follows = new AtomicBoolean(true);
          return () -> {
            if (follows.getAndSet(false)) {
              remove(name, channel);
            }
          };
        });
  }

  /** Completes once ends of this process's tasks by others are certain to be told. */
  CompletionStage<Void> ready() {
    Channel channel = add(ownChannel, true);
    return channel.subscribed.whenComplete(
        (done, fault) -> {
          if (fault != null) {
            remove(ownChannel, channel);
          }
        });
  }

  private synchronized Channel add(String name, boolean once) {
    Channel known = channels.get(name);
    if (known != null) {
      known.users += once ? 0 : 1;
      return known;
    }
    Channel fresh = new Channel();
    fresh.users = 1;
    channels.put(name, fresh);
    fresh.subscribed = link.use(connections -> subscribe(connections, name, fresh));
    return fresh;
  }

  private synchronized CompletionStage<Void> subscribe(
      Connections connections, String name, Channel channel) {
    if (channels.get(name) != channel) {
      return CompletableFuture.failedStage(
          new JournalUnavailableException("nobody wants channel '" + name + "' any more", null));
    }
    if (!added) {
      added = true;
      connections.subscriptions().addListener(this);
    }
    return connections.subscriptions().async().subscribe(name);
  }

  private synchronized void remove(String name, Channel channel) {
    channel.users--;
    if (channel.users <= 0 && channels.remove(name, channel)) {
      var unused =
          link.use(
              connections -> {
                synchronized (this) {
                  return channels.containsKey(name)
                      ? CompletableFuture.<Void>completedStage(null)
                      : connections.subscriptions().async().unsubscribe(name);
                }
              });
    }
  }

  @Override
  public void message(String channel, byte[] message) {
    if (channel.equals(ownChannel)) {
      listener.changed(new String(message, UTF_8));
    } else {
      keys.taskOf(channel).ifPresent(task -> hinted(task, message));
    }
  }

  private void hinted(String task, byte[] message) {
    HintForm.batch(message)
        .ifPresentOrElse(batch -> listener.stored(task, batch), () -> listener.changed(task));
  }

  @Override
  public void subscribed(String channel, long count) {
    if (known.add(channel)) {
      return;
    }
    if (channel.equals(ownChannel)) {
      ownTasks.get().forEach(listener::changed);
    } else {
      keys.taskOf(channel).ifPresent(listener::changed);
    }
  }

  @Override
  public void unsubscribed(String channel, long count) {
    known.remove(channel);
  }
}
