package dev.tidings.testkit.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.testkit.journal.LoopStore;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What clients of every kind rely on: that each text comes out as it went in, that a client can go
 * on at each id, that there is one end, and that all this holds from every kind of beginning,
 * however a log was compacted and whatever a slow client was spared. It runs the dialect in real
 * sessions. A subclass gives the dialect and a client that reads it, on the test's thread, which
 * calls the client too.
 */
public abstract class DialectContract {
  private static final int PATIENCE = 10;
  private static final int SEEDS = 40;
  private static final int STEPS = 300;
  private static final String FIRST_TASK = "task";

  private final ManualClock clock = new ManualClock();
  private final ManualScheduler timer = new ManualScheduler(clock);
  private final ProgressHub hub = hub(ProgressHub.builder());
  private final Wire wire = new Wire(hub);

  /** A hub whose logs are soon at their bound, so that texts are joined and progress goes. */
  private final ProgressHub small = hub(ProgressHub.builder().retainedBytes(4096));

  private final Wire smallWire = new Wire(small);

  /** The constructor is for subclasses. */
  protected DialectContract() {}

  /** The dialect; called more than once for a test, and each says the same. */
  protected abstract Dialect dialect();

  /** A new client of the dialect's kind, which has seen nothing. */
  protected abstract DialectClient client();

  /** A hub all of whose work is done on the thread of the test. */
  private ProgressHub hub(ProgressHubBuilder settings) {
    return settings
        .executor(Runnable::run)
        .clock(clock)
        .ticker(clock)
        .scheduler(timer)
        .epoch("e")
        .build();
  }

  /** Both hubs go. */
  @AfterEach
  void close() {
    hub.close();
    small.close();
  }

  /** What a client has that reads a task in one go. */
  private DialectClient read(TaskView task) {
    Reader reader = new Reader(wire, task, dialect(), this::client);
    reader.connect(MessageSink.eager());
    reader.finish();
    return reader.client();
  }

  private static void work(ProgressTracker task) {
    task.update(Stage.PROCESSING, 5, Message.of("rag.started"));
    task.update(Stage.ANALYZING_RAG, 25, Message.text("looks\r\nup"));
    task.note(Message.text("waits"));
    task.data("sources", Map.of("titles", List.of("籤 \u2028", 40)));
    task.update(Stage.GENERATING_LLM, 65, Message.of("llm.sent"));
    task.token("根據 ");
    task.update(Stage.GENERATING_LLM, 70, Message.of("llm.writing"));
    task.token("\uD83D");
    task.token("\uDE4F\n");
  }

  private static final String WORK = "根據 \uD83D\uDE4F\n";

  @Test
  void itNamesWhatMetricsAndHeadersCanBear() {
    Dialect dialect = dialect();

    assertThat(dialect.name()).matches("[a-z][a-z0-9_.-]{0,63}").isEqualTo(dialect().name());
    assertThat(dialect.pingInterval()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    dialect
        .headers()
        .forEach(
            (name, value) -> {
              assertThat(name).matches("[A-Za-z0-9-]+").isNotEqualToIgnoringCase("Content-Type");
              assertThat(value).matches("[\\x20-\\x7e]+");
            });
  }

  @Test
  void whatAHostKeepsForItselfIsNotSaid() {
    ProgressTracker task =
        hub.start(Task.create(FIRST_TASK).privateAttribute("kept_back", "for the host alone"));
    work(task);
    task.complete(TaskResult.of(WORK));

    for (ProgressEvent event : task.view().cursor(Position.START).read(100)) {
      for (byte[] body : dialect().bodies(task.view(), event)) {
        assertThat(new String(body, UTF_8)).doesNotContain("kept_back", "for the host alone");
      }
    }
  }

  @Test
  void aRefusalSaysWhy() {
    Dialect.ErrorBody body = dialect().errorBody(503, "busy", "the server is full; come again");

    assertThat(body.contentType()).matches("[a-z]+/[a-z0-9.+-]+(;.*)?");
    assertThat(new String(body.bytes(), UTF_8)).contains("the server is full; come again");
  }

  @Test
  void everyTextComesOutAsItWentIn() {
    List<String> texts = new ArrayList<>(Story.HARD);
    texts.add("籤".repeat(4_000) + "\uD83D\uDE4F".repeat(3_000));
    for (int seed = 0; seed < SEEDS; seed++) {
      texts.add(Story.text(new Random(seed), 30));
    }
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i).isEmpty() ? "x" : texts.get(i);
      ProgressTracker task = hub.start(Task.create(FIRST_TASK + i));
      Reader live = new Reader(wire, task.view(), dialect(), this::client);
      live.connect(MessageSink.eager());

      // In pieces that end inside pairs, too.
      int middle = new Random(i).nextInt(text.length());
      task.token(text.substring(0, middle));
      task.token(text.substring(middle));
      task.complete(TaskResult.of(text));
      live.finish();

      assertThat(live.client().answer()).as("live").isEqualTo(text);
      assertThat(read(task.view()).answer()).as("late").isEqualTo(text);
    }
  }

  @Test
  void theAnswerIsThereAsItIsWritten() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    work(task);

    DialectClient early = read(task.view());

    assertThat(early.ended()).isFalse();
    if (dialect().tellsText()) {
      assertThat(early.answer()).isEqualTo(WORK);
    }
  }

  @Test
  void anAnswerThatWasNotStreamedIsToldWholeAtTheEnd() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    task.complete(TaskResult.of("all of it"));

    assertThat(read(task.view()).answer()).isEqualTo("all of it");
  }

  @Test
  void aTextThatIsNoUnicodeEndsNoStream() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    task.update(Stage.PROCESSING, 5, Message.text("half \uD83D"));
    task.token("\uDE4F half");
    task.complete(TaskResult.of("\uDE4F half"));

    assertThat(read(task.view()).ended()).isTrue();
  }

  @Test
  void thereIsOneEndAndNothingFollowsIt() throws Exception {
    List<Consumer<ProgressTracker>> ends =
        List.of(
            task -> task.complete(TaskResult.of(WORK)),
            task -> task.fail(TaskFailure.of(FailureCode.LLM_UNAVAILABLE)),
            task -> task.fail(TaskFailure.of(FailureCode.RETRIEVAL_FAILED)),
            ProgressTracker::cancel);
    List<Consumer<ProgressTracker>> begins =
        List.of(task -> {}, task -> task.enter(Stage.PROCESSING), DialectContract::work);
    int number = 0;
    for (Consumer<ProgressTracker> end : ends) {
      for (Consumer<ProgressTracker> begin : begins) {
        ProgressTracker task = hub.start(Task.create(FIRST_TASK + number++));
        begin.accept(task);
        end.accept(task);
        checkEnd(task.view());
      }
    }
  }

  private void checkEnd(TaskView task) throws InterruptedException {
    MessageSink sink = wire.read(task, dialect(), null);
    List<Told> told = sink.told();
    String endId = task.epoch() + '-' + task.terminalSequence() + 'e';
    int terminal = dialect().bodies(task, end(task)).size();

    assertThat(sink.awaitOrderlyEnd()).as("the response ends in order").isTrue();
    assertThat(terminal).as("messages of the end").isPositive();
    assertThat(told.get(told.size() - 1).id()).isEqualTo(endId);
    assertThat(told).filteredOn(message -> endId.equals(message.id())).hasSize(1);
    DialectClient client = client();
    client.connected();
    for (int i = 0; i < told.size(); i++) {
      if (i == told.size() - terminal) {
        assertThat(client.ended()).as("before the end").isFalse();
      }
      client.told(told.get(i));
    }
    assertThat(client.ended()).as("after the end").isTrue();
  }

  private static ProgressEvent end(TaskView task) {
    return task.cursor(Position.after(task.terminalSequence() - 1)).read(1).get(0);
  }

  @Test
  void whatIsSaidOfAnEventIsTheSameWheneverAndByWhomeverItIsSaid() throws Exception {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK).attribute("number", 40));
    ProgressEvent queued = task.view().cursor(Position.START).read(1).get(0);
    Dialect dialect = dialect();
    List<List<String>> first = new ArrayList<>(List.of(bodies(dialect, task.view(), queued)));
    work(task);
    task.complete(TaskResult.of(WORK));
    List<ProgressEvent> events = task.view().cursor(Position.START).read(100);
    for (ProgressEvent event : events.subList(1, events.size())) {
      first.add(bodies(dialect, task.view(), event));
    }

    List<List<String>> backwards = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              for (int i = events.size() - 1; i >= 0; i--) {
                backwards.add(bodies(dialect, task.view(), events.get(i)));
              }
            });
    other.start();
    other.join(SECONDS.toMillis(PATIENCE));

    Collections.reverse(backwards);
    assertThat(backwards).isEqualTo(first);
    assertThat(events)
        .map(event -> bodies(dialect(), task.view(), event))
        .as("each by a dialect of its own")
        .isEqualTo(first);
  }

  private static List<String> bodies(Dialect dialect, TaskView task, ProgressEvent event) {
    return dialect.bodies(task, event).stream().map(body -> new String(body, UTF_8)).toList();
  }

  @Test
  void readersOfOneNameAreToldTheSameBytes() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    MessageSink early = wire.read(task.view(), dialect(), null);
    work(task);
    MessageSink later = new Wire(hub).read(task.view(), dialect(), null);
    task.complete(TaskResult.of(WORK));

    MessageSink late = new Wire(hub).read(task.view(), dialect(), null);

    assertThat(later.bytes()).isEqualTo(early.bytes());
    assertThat(late.bytes()).isEqualTo(early.bytes());
  }

  @Test
  void readersOfAnotherProcessAreToldTheSameBytes() throws Exception {
    LoopStore store = LoopStore.create();
    try (ProgressHub worker = ProgressHub.builder().journal(store.connect()).build();
        ProgressHub watcher = ProgressHub.builder().journal(store.connect()).build()) {
      ProgressTracker task = worker.start(Task.create(FIRST_TASK).attribute("number", 40));
      work(task);
      task.complete(TaskResult.of(WORK));
      task.view().end().toCompletableFuture().get(PATIENCE, SECONDS);
      TaskView copy = watcher.find(FIRST_TASK).orElseThrow();

      MessageSink here = new Wire(worker).read(task.view(), dialect(), null);
      MessageSink there = new Wire(watcher).read(copy, dialect(), null);

      assertThat(here.awaitOrderlyEnd()).isTrue();
      assertThat(there.awaitOrderlyEnd()).isTrue();
      assertThat(there.told()).isEqualTo(here.told());
    }
  }

  @Test
  void aDialectThatTellsNoTextSaysNothingOfIt() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    task.token("text");

    List<ProgressEvent> events = task.view().cursor(Position.after(1)).read(1);

    if (!dialect().tellsText()) {
      assertThat(dialect().bodies(task.view(), events.get(0))).isEmpty();
    }
  }

  @Test
  void afterEachIdExactlyWhatFollowedItIsTold() {
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    work(task);
    task.complete(TaskResult.of(WORK));
    List<Told> whole = wire.read(task.view(), dialect(), null).told();

    for (int i = 0; i < whole.size() - 1; i++) {
      String id = whole.get(i).id();
      if (id != null) {
        assertThat(wire.read(task.view(), dialect(), id).told())
            .as("after %s", id)
            .isEqualTo(whole.subList(i + 1, whole.size()));
      }
    }
    assertThat(whole).filteredOn(message -> message.id() != null).hasSizeGreaterThan(1);
  }

  @Test
  void aPlaceThatIsNotKnownBeginsWithTheState() {
    if (!isEverLost()) {
      return;
    }
    ProgressTracker task = hub.start(Task.create(FIRST_TASK));
    work(task);
    Reader running = new Reader(wire, task.view(), dialect(), this::client);
    running.connectLost(MessageSink.eager());
    if (dialect().tellsText()) {
      Reader now = new Reader(wire, task.view(), dialect(), this::client);
      now.connectLost(MessageSink.eager());
      now.finish();
      assertThat(now.client().answer()).isEqualTo(WORK);
    }
    task.token("more");
    task.complete(TaskResult.of(WORK + "more"));
    Reader ended = new Reader(wire, task.view(), dialect(), this::client);
    ended.connectLost(MessageSink.eager());

    for (Reader reader : List.of(running, ended)) {
      reader.finish();
      assertThat(reader.client().answer()).isEqualTo(WORK + "more");
      assertThat(reader.client().ended()).isTrue();
    }
  }

  @Test
  void everyClientHasTheWholeAnswerHoweverItCameAndWhateverItWasSpared() {
    for (int seed = 0; seed < SEEDS; seed++) {
      boolean bounded = seed % 2 == 0;
      Random random = new Random(seed);
      ProgressTracker task = (bounded ? small : hub).start(Task.create(FIRST_TASK + seed));
      Story story = new Story(random, task);
      Crowd crowd =
          new Crowd(
              random,
              () -> new Reader(bounded ? smallWire : wire, task.view(), dialect(), this::client));
      for (int step = random.nextInt(STEPS); step > 0; step--) {
        story.goOn();
        crowd.goOn(isEverLost());
        timer.advance(Duration.ofSeconds(random.nextInt(4)));
      }
      Optional<String> answer = story.end();

      for (DialectClient client : crowd.finish()) {
        check(client, answer, story, seed);
      }
    }
  }

  /** Whether its clients are ever told a state, and not refused. */
  private boolean isEverLost() {
    return dialect().voice().beginning() != Voice.Beginning.AT_PLACE_ONLY;
  }

  private void check(DialectClient client, Optional<String> answer, Story story, int seed) {
    assertThat(client.ended()).as("seed %d", seed).isTrue();
    if (answer.isPresent() || dialect().tellsText()) {
      assertThat(client.answer()).as("seed %d", seed).isEqualTo(answer.orElse(story.text()));
    }
  }
}
