package dev.tidings.examples.fortune;

import java.io.IOException;

/** Starts the fortune server from the environment. */
public final class Main {
  private Main() {}

  /** Starts the server and stays until the process is told to stop. */
  public static void main(String[] args) {
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
