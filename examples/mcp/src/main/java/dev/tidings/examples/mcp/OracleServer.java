package dev.tidings.examples.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A server of the Model Context Protocol on standard input and output, which a client starts. */
public final class OracleServer {
  /** Clients wait for a minute, some of them for less. */
  private static final String SILENCE_MILLIS = "15000";

  private OracleServer() {}

  /**
   * Serves until the client closes standard input. Silence may be shorter with {@code
   * ORACLE_SILENCE_MILLIS}; the model is found as {@link Oracle#of} says.
   */
  public static void main(String[] arguments) throws Exception {
    Duration silence =
        Duration.ofMillis(
            Long.parseLong(System.getenv().getOrDefault("ORACLE_SILENCE_MILLIS", SILENCE_MILLIS)));
    try (Oracle oracle = Oracle.of(System.getenv());
        Input input = new Input(System.in)) {
      OracleTool tool = new OracleTool(oracle, silence);
      McpSyncServer server =
          McpServer.sync(
                  new StdioServerTransportProvider(McpJsonDefaults.getMapper(), input, System.out))
              .serverInfo("tidings-oracle", "0.1")
              .capabilities(ServerCapabilities.builder().tools(false).build())
              .toolCall(tool.description(), tool::call)
              .build();
      input.awaitEnd();
      server.close();
    }
  }

  /** Standard input, and when it is over. */
  private static final class Input extends FilterInputStream {
    private final CountDownLatch end = new CountDownLatch(1);

    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return ended(super.read());
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return ended(super.read(bytes, from, length));
    }

    private int ended(int read) {
      if (read < 0) {
        end.countDown();
      }
      return read;
    }

    void awaitEnd() throws InterruptedException {
      end.await();
    }
  }
}
