package dev.tidings.examples.fortune;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/**
 * A client over a WebSocket, as it is written by hand: see docs/clients.md for the same in a page.
 */
class SocketClientTest extends ClientContract {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  @AfterEach
  void stopFollowers() {
    followers.forEach(Follower::stop);
  }

  @Override
  ClientUnderTest follow(
      String address, String taskId, String token, @Nullable String lastEventId) {
    Follower follower =
        new Follower(
            address + TestServer.STREAMING + "/ws/" + taskId + "?token=" + token, lastEventId);
    followers.add(follower);
    Thread thread = new Thread(follower, "socket follower");
    thread.setDaemon(true);
    thread.start();
    return follower.told;
  }

  /** Comes back with its last id until the close code says that there is nothing more. */
  private static final class Follower implements Runnable {
    private final String address;
    private final ClientUnderTest told = new ClientUnderTest();
    private volatile @Nullable String lastId;
    private volatile boolean stopped;
    private int length;

    Follower(String address, @Nullable String lastId) {
      this.address = address;
      this.lastId = lastId;
    }

    void stop() {
      stopped = true;
    }

    @Override
    public void run() {
      while (!stopped) {
        String id = lastId;
        String place = id == null ? "" : "&last_event_id=" + id;
        try (SocketReader reader = SocketReader.of(address + place, this::take)) {
          if (isOver(reader.awaitClosed())) {
            told.over();
            return;
          }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    private boolean isOver(int code) {
      switch (code) {
        case 1000 -> {}
        case 4401, 4403 -> told.end("refused");
        case 4404 -> told.end("gone");
        default -> {
          return false;
        }
      }
      return true;
    }

    private void take(JsonNode message) {
      switch (message.path("type").asString()) {
        case "enhanced_status" -> {
          told.percent(message.path("progress").asInt());
          text(0, message.path("text").asString(""));
        }
        case "enhanced_progress" -> told.percent(message.path("progress").asInt());
        case "enhanced_token" ->
            text(message.path("offset").asInt(), message.path("text").asString());
        case "enhanced_complete" -> {
          text(0, message.path("result").path("response").asString());
          told.end("completed");
        }
        case "enhanced_error" -> told.end(message.path("code").asString());
        default -> {}
      }
      if (message.has("id")) {
        lastId = message.path("id").asString();
      }
    }

    /** What is new of a piece that begins there. */
    private void text(int offset, String piece) {
      if (offset + piece.length() > length) {
        told.text(piece.substring(length - offset));
        length = offset + piece.length();
      }
    }
  }
}
