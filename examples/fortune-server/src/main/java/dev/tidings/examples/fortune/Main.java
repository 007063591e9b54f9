package dev.tidings.examples.fortune;

import dev.tidings.examples.fortune.terminal.TerminalClient;
import java.io.IOException;

/** Starts the fortune server from the environment; given arguments, the terminal client. */
public final class Main {
  private Main() {}

  /**
   * Starts the server and stays until the process is told to stop; or runs the client's command.
   */
  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(TerminalClient.run(args));
    }
    FortuneServer server;
    try {
      server = FortuneServer.start(ServerSettings.fromEnvironment(System.getenv()));
    } catch (IllegalArgumentException | IOException wrong) {
      System.err.println("The fortune server cannot start: " + wrong.getMessage());
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    System.out.println("Tidings fortune server is ready: " + server.address());
  }
}
