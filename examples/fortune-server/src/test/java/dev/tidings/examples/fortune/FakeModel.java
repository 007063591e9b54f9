package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAI endpoint whose part the test plays: it takes each request and answers as it likes. */
final class FakeModel implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PATIENCE_SECONDS = 20;

  private final ServerSocket server;
  private final BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  FakeModel() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
  }

  /** How many requests have come. */
  int requests() {
    return requests.get();
  }

  /** The next request. */
  Exchange next() {
    try {
      Exchange exchange = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (exchange == null) {
        throw new AssertionError("the model was not asked");
      }
      return exchange;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    CountDownLatch gone = new CountDownLatch(1);
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = readHead(in);
      byte[] body = in.readNBytes(contentLength(head));
      requests.incrementAndGet();
      arrived.add(new Exchange(socket, head, JSON.readTree(body), gone));
      while (in.read() >= 0) {
        // Nothing more is expected than the end.
      }
    } catch (IOException left) {
      // The end too.
    } finally {
      gone.countDown();
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
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-model");
    thread.setDaemon(true);
    thread.start();
  }

  /** One request, and the test's answer to it. */
  record Exchange(Socket socket, String head, JsonNode body, CountDownLatch gone) {

    /** Begins to answer, without content yet. */
    @CanIgnoreReturnValue
    Exchange begin() {
      return write(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
          .chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    @CanIgnoreReturnValue
    Exchange word(String text) {
      return chunk("{\"content\":" + JSON.writeValueAsString(text) + "}", "null");
    }

    @CanIgnoreReturnValue
    Exchange think(String text) {
      return chunk("{\"reasoning_content\":" + JSON.writeValueAsString(text) + "}", "null");
    }

    @CanIgnoreReturnValue
    Exchange callTool(String id, String name) {
      Map<String, Object> function = Map.of("name", name, "arguments", "{}");
      Map<String, Object> call =
          Map.of("index", 0, "id", id, "type", "function", "function", function);
      return chunk("{\"tool_calls\":" + JSON.writeValueAsString(List.of(call)) + "}", "null");
    }

    /** Ends the answer in order. */
    void finish(String reason) {
      chunk("{}", "\"" + reason + "\"");
      write("data: [DONE]\n\n").end();
    }

    /** Answers with one word from beginning to end. */
    void answer(String text) {
      begin().word(text).finish("stop");
    }

    void refuse(int status, String headers) {
      String json = "{\"error\":{\"message\":\"told to\",\"type\":\"some_error\"}}";
      respond(status, "Content-Type: application/json\r\n" + headers, json);
    }

    void respond(int status, String headers, String text) {
      write("HTTP/1.1 " + status + " Told\r\nConnection: close\r\n" + headers + "\r\n" + text)
          .end();
    }

    /** Breaks the connection off so that the other side sees a reset. */
    void kill() {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether the other side has closed the connection, within a bound. */
    boolean seesClientGone() {
      try {
        return gone.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private Exchange chunk(String delta, String finish) {
      return write(
          "data: {\"object\":\"chat.completion.chunk\",\"model\":\"fake-1\",\"choices\":"
              + "[{\"index\":0,\"delta\":"
              + delta
              + ",\"finish_reason\":"
              + finish
              + "}]}\n\n");
    }

    @CanIgnoreReturnValue
    Exchange write(String text) {
      try {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
      } catch (IOException hungUp) {
        // A client hangs up as soon as it has judged an answer; the test judges the client.
      }
      return this;
    }

    void end() {
      try {
        socket.shutdownOutput();
      } catch (IOException hungUp) {
        // As above.
      }
    }
  }
}
