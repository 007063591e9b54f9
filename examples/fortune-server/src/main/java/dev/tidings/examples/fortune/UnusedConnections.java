package dev.tidings.examples.fortune;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Closes connections on which no request has come whole for a while. A connection's idle time-out
 * does not: each byte of a head or a body that never ends begins it anew. A connection whose
 * request has come to the routes, for a stream perhaps, is in use however long that takes.
 */
final class UnusedConnections extends Handler.Wrapper {
  private static final long IN_USE = Long.MAX_VALUE;

  private final long longest;
  private final long period;

  /** When each HTTP connection was last in use, by the clock of {@link System#nanoTime}. */
  private final ConcurrentMap<Connection, Long> lastUse = new ConcurrentHashMap<>();

  private final Connection.Listener opened =
      new Connection.Listener() {
        @Override
        public void onOpened(Connection connection) {
          // One that was upgraded to another protocol keeps its own time.
          if (connection instanceof ConnectionMetaData) {
            lastUse.put(connection, System.nanoTime());
          }
        }

        @Override
        public void onClosed(Connection connection) {
          lastUse.remove(connection);
        }
      };

  UnusedConnections(Duration longest) {
    this.longest = longest.toNanos();
    this.period = longest.dividedBy(4).toMillis();
  }

  /** What a connector tells of its connections. */
  Connection.Listener listener() {
    return opened;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    sweepLater();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    lastUse.replace(connection, IN_USE);
    Request.addCompletionListener(
        request, failure -> lastUse.replace(connection, System.nanoTime()));
    return super.handle(request, response, callback);
  }

  private void sweepLater() {
    getServer().getScheduler().schedule(this::sweep, period, TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    if (!isRunning()) {
      return;
    }
    try {
      long now = System.nanoTime();
      for (Map.Entry<Connection, Long> entry : lastUse.entrySet()) {
        if (entry.getValue() != IN_USE && now - entry.getValue() > longest) {
          entry.getKey().getEndPoint().close(new TimeoutException("no request came"));
        }
      }
    } finally {
      sweepLater();
    }
  }
}
