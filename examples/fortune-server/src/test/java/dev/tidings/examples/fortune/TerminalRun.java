package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.examples.fortune.terminal.Surroundings;
import dev.tidings.examples.fortune.terminal.TerminalClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of the terminal client, in this JVM, on a thread of its own. */
final class TerminalRun {
  private static final int PATIENCE_SECONDS = 20;

  private final Printed out = new Printed();
  private final Printed err = new Printed();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();
  private final CompletableFuture<Runnable> interrupt = new CompletableFuture<>();

  private TerminalRun() {}

  /** Begins a run whose standard output is no terminal. */
  static TerminalRun start(Map<String, String> environment, String input, String... arguments) {
    return start(environment, 0, input, arguments);
  }

  /** Begins a run in a terminal of so many columns; 0 for none. */
  static TerminalRun start(
      Map<String, String> environment, int columns, String input, String... arguments) {
    TerminalRun run = new TerminalRun();
    Surroundings around =
        new Surroundings(
            environment,
            Locale.ROOT,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(run.out, true, UTF_8),
            new PrintStream(run.err, true, UTF_8),
            columns,
            run.interrupt::complete);
    Thread thread =
        new Thread(() -> run.code.complete(TerminalClient.run(around, arguments)), "terminal");
    thread.setDaemon(true);
    thread.start();
    return run;
  }

  /** Does what Ctrl-C does. */
  void interrupt() throws Exception {
    interrupt.get(PATIENCE_SECONDS, TimeUnit.SECONDS).run();
  }

  /** What was printed to standard output, once that is part of it. */
  String awaitOut(String part) throws InterruptedException {
    return out.await(part);
  }

  int exitCode() throws Exception {
    try {
      return code.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("still running; " + out() + err(), late);
    }
  }

  String out() {
    return out.text();
  }

  String err() {
    return err.text();
  }

  /** What is printed, for others to wait for. */
  private static final class Printed extends OutputStream {
    @GuardedBy("this")
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
      bytes.write(from, offset, length);
      notifyAll();
    }

    synchronized String text() {
      return bytes.toString(UTF_8);
    }

    synchronized String await(String part) throws InterruptedException {
      long start = System.nanoTime();
      while (!text().contains(part)) {
        long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS) - (System.nanoTime() - start);
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + part + " in " + text());
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return text();
    }
  }
}
