package dev.tidings.examples.fortune;

import dev.tidings.client.Position;
import dev.tidings.client.SseProgressClient;
import dev.tidings.client.TaskEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The Java client as a publisher, whose subscriber asks for one event after the other. */
class PublisherClientTest extends JavaClientContract {
  @Override
  void follow(SseProgressClient client, String taskId, Position from, ClientUnderTest told) {
    client
        .publisher(taskId, from)
        .subscribe(
            new Flow.Subscriber<TaskEvent>() {
              private final CompletableFuture<Flow.Subscription> subscription =
                  new CompletableFuture<>();

              @Override
              public void onSubscribe(Flow.Subscription given) {
                subscription.complete(given);
                given.request(1);
              }

              @Override
              public void onNext(TaskEvent event) {
                tell(event, told);
                subscription.join().request(1);
              }

              @Override
              public void onError(Throwable failure) {
                tell(failure, told);
              }

              @Override
              public void onComplete() {
                told.over();
              }
            });
  }
}
