package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.complete;
import static dev.tidings.client.Wire.problem;
import static dev.tidings.client.Wire.queued;
import static dev.tidings.client.Wire.token;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.testkit.server.FaultServer;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The publisher over real connections. */
class PublisherTest {
  /** Asks when the test says so. */
  private static final class Asking implements Flow.Subscriber<TaskEvent> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(TaskEvent event) {
      told.add(String.valueOf(event.id()));
    }

    @Override
    public void onError(Throwable failure) {
      told.add("error " + failure.getMessage());
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }

    void ask(long number) {
      subscription.join().request(number);
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(20, SECONDS));
    }
  }

  private final Asking asking = new Asking();

  @Test
  void eventsComeAsTheyAreAskedForAndNoConnectionBefore() throws Exception {
    try (FaultServer server =
            FaultServer.start(
                Wire.says(HEAD + queued() + token(2, 0, "只")),
                Wire.says(HEAD + token(3, 1, "聽") + complete(4, "只聽")));
        SseProgressClient client = client(server).build()) {
      client.publisher(TASK).subscribe(asking);
      assertThat(server.connections()).isZero();

      asking.ask(1);
      assertThat(asking.next()).isEqualTo("a-1");
      assertThat(asking.told).isEmpty();
      asking.ask(2);
      assertThat(asking.next()).isEqualTo("a-2");
      assertThat(asking.next()).isEqualTo("a-3");
      asking.ask(1);
      assertThat(asking.next()).isEqualTo("a-4e");
      assertThat(asking.next()).isEqualTo("complete");
    }
  }

  @Test
  void eachSubscriberHasAConnectionOfItsOwn() throws Exception {
    Asking other = new Asking();
    try (FaultServer server = FaultServer.start(Wire.says(HEAD + queued() + complete(2, "")));
        SseProgressClient client = client(server).build()) {
      Flow.Publisher<TaskEvent> publisher = client.publisher(TASK);
      for (Asking one : new Asking[] {asking, other}) {
        publisher.subscribe(one);
        one.ask(Long.MAX_VALUE);
        assertThat(one.next()).isEqualTo("a-1");
        assertThat(one.next()).isEqualTo("a-2e");
        assertThat(one.next()).isEqualTo("complete");
      }
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void subscriberThatThrowsIsToldAndItsConnectionCut() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(HEAD + queued());
                  connection.awaitClosed();
                  gone.countDown();
                });
        SseProgressClient client = client(server).build()) {
      client
          .publisher(TASK)
          .subscribe(
              new Flow.Subscriber<TaskEvent>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                  given.request(1);
                }

                @Override
                public void onNext(TaskEvent event) {
                  throw new AssertionError("told to");
                }

                @Override
                public void onError(Throwable failure) {
                  told.complete(failure);
                }

                @Override
                public void onComplete() {
                  told.complete(new IllegalStateException("complete"));
                }
              });

      assertThat(told.get(20, SECONDS)).hasMessage("told to");
      assertThat(gone.await(5, SECONDS)).isTrue();
    }
  }

  @Test
  void refusalIsAnError() throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(problem(403, "forbidden", "")));
        SseProgressClient client = client(server).build()) {
      client.publisher(TASK).subscribe(asking);
      asking.ask(1);
      assertThat(asking.next()).isEqualTo("error the server answered 403: Because of it.");
    }
  }

  @Test
  void cancelCutsTheConnectionWhileItWaits() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.readRequest();
                  connection.write(HEAD + queued());
                  connection.awaitClosed();
                  gone.countDown();
                });
        SseProgressClient client = client(server).build()) {
      client.publisher(TASK).subscribe(asking);
      asking.ask(5);
      assertThat(asking.next()).isEqualTo("a-1");

      asking.subscription.join().cancel();

      assertThat(gone.await(5, SECONDS)).isTrue();
      assertThat(asking.told).isEmpty();
    }
  }

  @Test
  void closeOfTheClientIsAnErrorForItsSubscribers() throws Exception {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              connection.write(HEAD + queued());
              connection.awaitClosed();
            })) {
      SseProgressClient client = client(server).build();
      client.publisher(TASK).subscribe(asking);
      asking.ask(5);
      assertThat(asking.next()).isEqualTo("a-1");
      client.close();
      assertThat(asking.next()).isEqualTo("error the client was closed");

      Asking late = new Asking();
      client.publisher(TASK).subscribe(late);
      assertThat(late.next()).isEqualTo("error the client was closed");
    }
  }

  @Test
  void aNullSubscriberIsRefused() throws Exception {
    try (SseProgressClient client =
        SseProgressClient.builder(URI.create("http://localhost")).build()) {
      Flow.Publisher<TaskEvent> publisher = client.publisher(TASK);
      assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
    }
  }
}
