package dev.tidings.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** Many clients on one thread: counts events and measures how old each is when it arrives. */
final class LoadClient implements AutoCloseable {
  /** The text of a stream's last event; its first character occurs nowhere else in a stream. */
  static final String END = "#END";

  private static final int SMALL_BUFFER = 4096;

  /** What makes a request one for a WebSocket; its frames hold the same text. */
  private static final String UPGRADE =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private final String more;

  /** One connection's place in its stream. */
  private static final class Connection {
    private long events;
    private long time = -1;
    private boolean opened;
    private boolean ended;
  }

  private final Selector selector = Selector.open();
  private final List<SocketChannel> stalled = new ArrayList<>();
  private final List<Connection> reading = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean measuring;
  private volatile boolean over;
  private Histogram latencies = new Histogram(60_000_000L, 3);

  /** Clients of event streams, or of WebSockets. */
  LoadClient(boolean sockets) throws IOException {
    more = sockets ? UPGRADE : "Accept: text/event-stream\r\n";
  }

  /** Connects those that read, and reads. */
  void connect(int port, Scenario scenario) throws IOException {
    askOnce(port);
    for (int i = scenario.stalled(); i < scenario.connections(); i++) {
      SocketChannel channel = SocketChannel.open();
      request(channel, port, i);
      Connection connection = new Connection();
      reading.add(connection);
      channel.register(selector, SelectionKey.OP_READ, connection);
    }
    Thread reader = new Thread(this::read, "clients");
    reader.setDaemon(true);
    reader.start();
  }

  /** Javalin 7.2 may fail requests that come at the same moment as its first. */
  private void askOnce(int port) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      request(channel, port, 0);
      channel.configureBlocking(true);
      channel.read(ByteBuffer.allocate(SMALL_BUFFER));
    }
  }

  /** Connects those that never read. */
  void stall(int port, Scenario scenario) throws IOException {
    for (int i = 0; i < scenario.stalled(); i++) {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
      request(channel, port, i);
      stalled.add(channel);
    }
  }

  /** Closes those that never read. */
  void closeStalled() throws IOException {
    for (SocketChannel channel : stalled) {
      channel.close();
    }
    stalled.clear();
  }

  private void request(SocketChannel channel, int port, int number) throws IOException {
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    channel.write(
        ByteBuffer.wrap(
            ("GET /stream/" + number + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    byte[] bytes = new byte[buffer.capacity()];
    try {
      while (!over) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          Connection connection = (Connection) key.attachment();
          buffer.clear();
          int count = read((SocketChannel) key.channel(), buffer);
          if (count < 0) {
            key.cancel();
            key.channel().close();
            continue;
          }
          buffer.flip().get(bytes, 0, count);
          take(connection, bytes, count);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException broken) {
      broken.printStackTrace();
    } finally {
      closed.countDown();
    }
  }

  private static int read(SocketChannel channel, ByteBuffer buffer) {
    try {
      return channel.read(buffer);
    } catch (IOException reset) {
      return -1;
    }
  }

  private void take(Connection connection, byte[] bytes, int count) {
    if (!connection.opened) {
      connection.opened = true;
      opened.incrementAndGet();
    }
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      byte b = bytes[i];
      if (connection.time >= 0) {
        if (b >= '0' && b <= '9') {
          connection.time = connection.time * 10 + (b - '0');
        } else {
          connection.events++;
          if (measuring) {
            long micros = Math.max(0, (now - connection.time) / 1000);
            latencies.recordValue(Math.min(micros, 59_000_000L));
          }
          connection.time = -1;
        }
      } else if (b == Ticker.TIME) {
        connection.time = 0;
      } else if (b == '#' && !connection.ended) {
        connection.ended = true;
        ended.incrementAndGet();
      }
    }
  }

  int opened() {
    return opened.get();
  }

  int ended() {
    return ended.get();
  }

  long events() {
    return reading.stream().mapToLong(connection -> connection.events).sum();
  }

  void measure(boolean on) {
    measuring = on;
  }

  Histogram latencies() {
    return latencies;
  }

  @Override
  public void close() throws Exception {
    over = true;
    closed.await();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    closeStalled();
    selector.close();
  }
}
