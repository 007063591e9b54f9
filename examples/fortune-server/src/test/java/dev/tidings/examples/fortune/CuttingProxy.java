package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between clients and a server, and does what networks do: breaks streams, holds them up,
 * loses the server. It tells clients to come back soon, so that tests need not wait.
 */
final class CuttingProxy implements AutoCloseable {
  private static final String SERVERS_RETRY = "retry: 2000";
  private static final String SOON = "retry: 0050";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern LAST_ID_IN_QUERY = Pattern.compile("last_event_id=([^& ]*)");
  private static final int SMALL_BUFFER = 16 * 1024;

  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  @GuardedBy("this")
  private final List<String> lastIds = new ArrayList<>();

  @GuardedBy("this")
  private String replacedLastId = "";

  private volatile int target;
  private volatile boolean down;
  private volatile int cutAt = Integer.MAX_VALUE;
  private volatile int heldAt = Integer.MAX_VALUE;
  private volatile CountDownLatch held = new CountDownLatch(0);

  CuttingProxy(TestServer server) {
    target = server.port();
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** The address of the server behind it. */
  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** From now on each stream is cut inside its event of that number. */
  void cutStreamsInEvent(int number) {
    cutAt = number;
  }

  /** Cuts every stream now. */
  void cutNow() {
    sockets.forEach(CuttingProxy::close);
  }

  /** The next stream is not read any more after so many events, until it is let go. */
  void holdNextStreamAfter(int events) {
    held = new CountDownLatch(1);
    heldAt = events;
  }

  void letGo() {
    held.countDown();
  }

  /** The server is not to be reached. */
  void goDown() {
    down = true;
    cutNow();
  }

  /** A server is to be reached again. */
  void comeUp(TestServer server) {
    target = server.port();
    down = false;
  }

  /** Clients that come back are made to say that they saw this last. */
  synchronized void replaceLastIds(String id) {
    replacedLastId = id;
  }

  /** What the streams' clients said they saw last, each in turn; empty where they said nothing. */
  synchronized List<String> lastIds() {
    return List.copyOf(lastIds);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    letGo();
    cutNow();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        daemon(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** One request, and its answer; the connection is not kept for another. */
  private void serve(Socket client) {
    try (client;
        Socket server = new Socket()) {
      if (down) {
        return;
      }
      sockets.add(client);
      sockets.add(server);
      server.setReceiveBufferSize(SMALL_BUFFER);
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = readHead(in);
      byte[] body = in.readNBytes(contentLength(head));
      if (head.contains("/ws/")) {
        passSocket(head, in, client.getOutputStream(), server);
        return;
      }
      boolean stream = head.contains("/sse/");
      if (stream) {
        head = comingBack(head);
      }
      OutputStream to = server.getOutputStream();
      to.write(head.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(ISO_8859_1));
      to.write(body);
      to.flush();
      pass(new BufferedInputStream(server.getInputStream()), client.getOutputStream(), stream);
    } catch (IOException | InterruptedException over) {
      // One of the two is gone, and so is the other.
    } finally {
      sockets.remove(client);
    }
  }

  private synchronized String comingBack(String head) {
    String last = header(head, "last-event-id");
    lastIds.add(last);
    return last.isEmpty() || replacedLastId.isEmpty() ? head : head.replace(last, replacedLastId);
  }

  /** A WebSocket, whose client speaks too. */
  private void passSocket(String head, InputStream in, OutputStream out, Socket server)
      throws IOException, InterruptedException {
    OutputStream to = server.getOutputStream();
    to.write(comingBackInQuery(head).getBytes(ISO_8859_1));
    to.flush();
    daemon(
        () -> {
          try {
            in.transferTo(to);
          } catch (IOException over) {
            // The other way ends too.
          }
        });
    AtomicInteger events = new AtomicInteger();
    new FramePassage(new BufferedInputStream(server.getInputStream()), out)
        .pass(
            () ->
                events.incrementAndGet() == cutAt
                    ? FramePassage.Fate.IS_CUT
                    : FramePassage.Fate.PASSES,
            () -> holdAt(events.get()));
  }

  private synchronized String comingBackInQuery(String head) {
    Matcher id = LAST_ID_IN_QUERY.matcher(head);
    String last = id.find() ? id.group(1) : "";
    lastIds.add(last);
    return last.isEmpty() || replacedLastId.isEmpty() ? head : head.replace(last, replacedLastId);
  }

  private void pass(InputStream from, OutputStream to, boolean stream)
      throws IOException, InterruptedException {
    int events = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = from.read(); next >= 0; next = from.read()) {
      line.write(next);
      boolean whole = next == '\n';
      if (!whole && from.available() > 0) {
        continue;
      }
      String text = line.toString(ISO_8859_1);
      line.reset();
      if (stream) {
        text = text.replace(SERVERS_RETRY, SOON);
      }
      to.write(text.getBytes(ISO_8859_1));
      to.flush();
      if (stream && text.startsWith("id: ")) {
        events++;
        if (events == cutAt) {
          return;
        }
        holdAt(events);
      }
    }
  }

  private void holdAt(int events) throws InterruptedException {
    if (events == heldAt) {
      heldAt = Integer.MAX_VALUE;
      boolean unused = held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    String length = header(head, "content-length");
    return length.isEmpty() ? 0 : Integer.parseInt(length);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
