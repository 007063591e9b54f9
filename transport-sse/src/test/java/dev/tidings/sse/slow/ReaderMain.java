package dev.tidings.sse.slow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task at a given rate, with the receive buffers that the system gives, and comes back with
 * the last id when it is cut. Says after each connection how far it has got in the answer; fails if
 * that is not further than before, or if there is a hole.
 */
public final class ReaderMain {
  private static final int PART = 512;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\",\"offset\":(\\d+)");

  private final String host;
  private final int port;
  private final String task;
  private final int bytesPerSecond;
  private final long end;
  private @Nullable String lastId;
  private long offset;

  // What of the frame that is being read was seen.
  private StringBuilder line = new StringBuilder();
  private @Nullable String id;
  private String data = "";

  private ReaderMain(String[] args) {
    host = args[0];
    port = Integer.parseInt(args[1]);
    task = args[2];
    bytesPerSecond = Integer.parseInt(args[3]);
    end = System.nanoTime() + Duration.ofSeconds(Integer.parseInt(args[4])).toNanos();
  }

  /** Arguments: host, port, task, bytes a second, for how many seconds. */
  public static void main(String[] args) throws IOException {
    new ReaderMain(args).run();
  }

  private void run() throws IOException {
    int connections = 0;
    boolean cut = true;
    while (cut && System.nanoTime() < end) {
      long before = offset;
      long from = System.nanoTime();
      cut = connect();
      connections++;
      System.out.printf(
          "%s, connection %d: %s after %.1f s, at %d of the answer, %d more than before%n",
          task,
          connections,
          cut ? "broken" : "left",
          (System.nanoTime() - from) / NANOS_PER_SECOND,
          offset,
          offset - before);
      if (cut && bytesPerSecond > 0 && offset == before) {
        throw new AssertionError("got no further");
      }
    }
  }

  /** Reads until the connection breaks, which this tells, or until the time is over. */
  private boolean connect() throws IOException {
    line = new StringBuilder();
    id = null;
    data = "";
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(1000);
      String resume = lastId == null ? "" : "Last-Event-ID: " + lastId + "\r\n";
      // Without chunks; the task does not end, so an end is a cut.
      String request = "GET /" + task + " HTTP/1.0\r\n" + resume + "\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return bytesPerSecond == 0 ? takeNothing(socket) : readSlowly(socket);
    }
  }

  /** Reads only when the time is over. */
  private boolean takeNothing(Socket socket) throws IOException {
    pauseUntil(end);
    InputStream in = socket.getInputStream();
    byte[] part = new byte[PART];
    try {
      while (in.read(part) >= 0) {
        // What the buffers held.
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException broken) {
      return true;
    }
  }

  private boolean readSlowly(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] part = new byte[PART];
    for (long next = System.nanoTime(); next < end; ) {
      pauseUntil(next);
      try {
        int count = in.read(part);
        if (count < 0) {
          return true;
        }
        next += (long) (count * NANOS_PER_SECOND / bytesPerSecond);
        for (int i = 0; i < count; i++) {
          take((char) part[i]);
        }
      } catch (SocketTimeoutException nothing) {
        next = System.nanoTime();
      } catch (SocketException broken) {
        return true;
      }
    }
    return false;
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void take(char next) {
    if (next != '\n') {
      line.append(next);
      return;
    }
    String text = line.toString();
    line.setLength(0);
    if (text.startsWith("id:")) {
      id = text.substring(3).strip();
    } else if (text.startsWith("data:")) {
      data = text;
    } else if (text.isEmpty()) {
      takeFrame();
    }
  }

  private void takeFrame() {
    Matcher part = TEXT.matcher(data);
    if (part.find()) {
      long at = Long.parseLong(part.group(2));
      if (at != offset) {
        throw new AssertionError("text at " + at + " after " + offset);
      }
      offset += part.group(1).length();
    }
    lastId = id == null ? lastId : id;
    id = null;
    data = "";
  }
}
