package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/** Closes at once what one address opens beyond its share of connections. Thread-safe. */
final class ConnectionsPerAddress implements SelectorManager.AcceptListener {
  private final int most;
  private final Predicate<InetAddress> exempt;

  @GuardedBy("this")
  private final Map<SelectableChannel, String> addresses = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Integer> counts = new HashMap<>();

  /** A limit for all addresses but those that are exempt, because behind them are many. */
  ConnectionsPerAddress(int most, Predicate<InetAddress> exempt) {
    this.most = most;
    this.exempt = exempt;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    InetAddress address = address(channel);
    if (address == null || exempt.test(address)) {
      return;
    }
    if (count(channel, ClientAddress.household(address)) > most) {
      IO.close(channel);
    }
  }

  private static @Nullable InetAddress address(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress remote
          ? remote.getAddress()
          : null;
    } catch (IOException gone) {
      return null;
    }
  }

  private synchronized int count(SelectableChannel channel, String address) {
    addresses.put(channel, address);
    return counts.merge(address, 1, Integer::sum);
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    leave(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    leave(channel);
  }

  private synchronized void leave(SelectableChannel channel) {
    String address = addresses.remove(channel);
    if (address != null) {
      counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
  }
}
