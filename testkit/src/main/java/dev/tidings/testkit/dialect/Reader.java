package dev.tidings.testkit.dialect;

import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Session;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client whose connections break and come again, over whatever the log has become meanwhile. */
final class Reader {
  private final Wire wire;
  private final TaskView task;
  private final Dialect dialect;
  private final Supplier<DialectClient> clients;
  private DialectClient client;
  private @Nullable String lastId;
  private @Nullable Session session;
  private MessageSink sink = MessageSink.eager();

  Reader(Wire wire, TaskView task, Dialect dialect, Supplier<DialectClient> clients) {
    this.wire = wire;
    this.task = task;
    this.dialect = dialect;
    this.clients = clients;
    this.client = clients.get();
  }

  /** Connects with the last id it has, and that sink. */
  void connect(MessageSink to) {
    breakOff();
    connect(to, lastId);
  }

  /** Connects with an id that nobody gave it. */
  void connectLost(MessageSink to) {
    breakOff();
    connect(to, "elsewhere-7");
  }

  private void connect(MessageSink to, @Nullable String id) {
    sink = to;
    String from = id;
    if (!wire.reaches(task, dialect, id)) {
      // A transport refuses it, so it forgets what it has and begins again.
      from = null;
      client = clients.get();
    }
    client.connected();
    session = wire.open(task, dialect, dialect.voice(), from, sink);
  }

  /** Loses the connection: of an event that has not all come, the client has nothing. */
  void breakOff() {
    if (session != null) {
      List<Told> told = sink.told();
      session.close();
      while (sink.take()) {
        // What comes now does not reach the client any more.
      }
      int whole = told.size();
      while (whole > 0 && told.get(whole - 1).id() == null) {
        whole--;
      }
      take(told.subList(0, whole));
      session = null;
    }
  }

  private void take(List<Told> told) {
    for (Told message : told) {
      client.told(message);
      lastId = message.id() == null ? lastId : message.id();
    }
  }

  /** Takes a write, if one is in flight. */
  boolean takeWrite() {
    return sink.take();
  }

  /** Reads to the end of the connection it has. */
  void finish() {
    if (session == null) {
      return;
    }
    while (sink.take()) {
      // Each write that is taken makes the next one.
    }
    take(sink.told());
    session = null;
  }

  /** Whether it has the end's id, and so must not come again. */
  boolean hasEnd() {
    return lastId != null && lastId.endsWith("e");
  }

  DialectClient client() {
    return client;
  }
}
