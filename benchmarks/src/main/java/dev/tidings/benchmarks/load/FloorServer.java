package dev.tidings.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The floor: the ticker writes ready bytes to each socket, one write per event, and drops what a
 * socket does not take. No parsing, no JSON, no guarantee.
 */
final class FloorServer implements LoadServer {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 2000\n\n";

  private final Scenario scenario;
  private final List<List<SocketChannel>> clients = new ArrayList<>();
  private int number;

  FloorServer(Scenario scenario) {
    this.scenario = scenario;
    for (int i = 0; i < scenario.tasks(); i++) {
      clients.add(new CopyOnWriteArrayList<>());
    }
  }

  @Override
  public int start() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", 0), 8192);
    Thread acceptor = new Thread(() -> accept(server), "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
    return server.socket().getLocalPort();
  }

  private void accept(ServerSocketChannel server) {
    ByteBuffer request = ByteBuffer.allocate(4096);
    while (true) {
      try {
        SocketChannel client = server.accept();
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (scenario.payload() > 0) {
          client.setOption(StandardSocketOptions.SO_SNDBUF, Hosts.SEND_BUFFER);
        }
        request.clear();
        client.read(request);
        String line = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
        int from = line.indexOf("/stream/") + 8;
        int task =
            Integer.parseInt(line.substring(from, line.indexOf(' ', from))) % scenario.tasks();
        client.write(ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        clients.get(task).add(client);
      } catch (IOException gone) {
        return;
      }
    }
  }

  @Override
  public void event(int task, String message) {
    String frame =
        "id: floor-"
            + ++number
            + "\ndata: {\"type\":\"enhanced_progress\",\"task_id\":\"task"
            + task
            + "\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"stage\":\"processing\","
            + "\"progress\":50,\"message\":\""
            + message
            + "\",\"message_key\":null,\"update_number\":"
            + number
            + "}\n\n";
    ByteBuffer bytes = ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8));
    for (SocketChannel client : clients.get(task)) {
      try {
        send(client, bytes.duplicate());
      } catch (IOException gone) {
        clients.get(task).remove(client);
      }
    }
  }

  private void send(SocketChannel client, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (client.write(bytes) == 0) {
        if (!scenario.saturating()) {
          return;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void end() throws IOException {
    for (List<SocketChannel> all : clients) {
      for (SocketChannel client : all) {
        client.write(ByteBuffer.wrap(("data: " + LoadClient.END + "\n\n").getBytes("UTF-8")));
        client.close();
      }
    }
  }
}
