package dev.tidings.examples.fortune.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The client that the server's jar has beside the server: {@code ask} and {@code follow}. */
@Command(
    name = "fortune",
    mixinStandardHelpOptions = true,
    description = "Without a command this jar is the server itself.",
    footer = {
      "",
      "Exit codes: 0 answered, 1 failed, 2 wrong usage, 3 refused, 4 unreachable,",
      "5 task unknown, 6 cancelled by somebody, 75 failed for now, 130 Ctrl-C.",
      "TIDINGS_TOKEN is the bearer token; without it the server is asked for a demo token."
    })
public final class TerminalClient {
  private static final int ASKING_SECONDS = 5;

  private TerminalClient() {}

  /**
   * Runs a command line in this process' own terminal.
   *
   * @return the exit code; a Ctrl-C ends the process itself
   */
  public static int run(String... arguments) {
    return run(
        new Surroundings(
            System.getenv(),
            Locale.getDefault(),
            System.in,
            // The texts are UTF-8 whatever the locale: answers come in three scripts.
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
            new PrintStream(
                new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
            ThisTerminal.columns(),
            TerminalClient::onSignal),
        arguments);
  }

  /** Runs a command line; the exit code. */
  public static int run(Surroundings around, String... arguments) {
    PrintWriter out = new PrintWriter(around.out(), true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(around.err(), true, StandardCharsets.UTF_8);
    return new CommandLine(new TerminalClient())
        .addSubcommand(new AskCommand(around))
        .addSubcommand(new FollowCommand(around))
        .setOut(out)
        .setErr(err)
        .execute(arguments);
  }

  /**
   * Lets Ctrl-C interrupt a watch that is only now being asked for, too: the task of a question
   * that is on its way must be cancelled as well.
   *
   * @param watch completed with the watch; cancelled if there will be none, or it is over
   */
  static void interruptible(Surroundings around, CompletableFuture<Watch> watch) {
    around
        .onInterrupt()
        .accept(
            () -> {
              try {
                watch.get(ASKING_SECONDS, TimeUnit.SECONDS).interrupt();
              } catch (CancellationException | ExecutionException | TimeoutException none) {
                // There is nothing to interrupt.
              } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Ctrl-C begins the shutdown of the JVM, which waits for what is to be done first. */
  private static void onSignal(Runnable action) {
    Runtime.getRuntime().addShutdownHook(new Thread(action, "interrupt"));
  }

  /** What went wrong, in the words of the cause that has some. */
  static String reason(IOException failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
