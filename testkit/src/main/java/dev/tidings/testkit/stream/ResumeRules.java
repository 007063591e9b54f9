package dev.tidings.testkit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told to whoever comes back, or comes for nothing. */
abstract class ResumeRules extends StreamHost {
  ResumeRules() {}

  private static String unknown() {
    return "task_" + UUID.randomUUID();
  }

  private static String idOf(Received event) {
    return String.valueOf(event.id());
  }

  @Test
  void fromEveryIdExactlyWhatFollowsItIsTold() throws Exception {
    String task = id(told());
    List<Received> all = all(task);
    for (int i = 0; i < all.size() - 1; i++) {
      List<String> following = StreamStory.told(all.subList(i + 1, all.size()));
      String lastId = idOf(all.get(i));

      assertThat(StreamStory.told(connectAfter(task, lastId).toEnd()))
          .as("after %s", lastId)
          .isEqualTo(following);
      Optional<URI> address = stream(task, lastId);
      if (address.isPresent()) {
        assertThat(StreamStory.told(connect(address.get(), Map.of()).toEnd()))
            .as("after %s in the address", lastId)
            .isEqualTo(following);
      }
    }
  }

  @Test
  void aConnectionThatBrokeInTheMiddleOfTheWorkLosesNothing() throws Exception {
    ProgressTracker tracker = start();
    String task = id(tracker);
    StreamClient first = connect(task);
    String lastId = idOf(first.next());
    first.close();
    work(tracker);

    StreamClient second = connectAfter(task, lastId);
    Received next = second.next();
    tracker.complete(TaskResult.of(ANSWER));
    List<Received> rest = second.toEnd();

    assertThat(next.resync()).isFalse();
    List<Received> all = all(task);
    rest.add(0, next);
    assertThat(StreamStory.told(rest)).isEqualTo(StreamStory.told(all.subList(1, all.size())));
  }

  @Test
  void whoHasTheEndIsToldThatThereIsNothingMore() throws Exception {
    String task = id(told());
    List<Received> all = all(task);
    String end = idOf(all.get(all.size() - 1));

    for (String of : List.of(task, unknown())) {
      StreamClient client = connectAfter(of, end);
      assertThat(client.status()).as("%s after %s", of, end).isEqualTo(204);
      assertThat(client.body()).isEmpty();
      Optional<URI> address = stream(of, end);
      if (address.isPresent()) {
        assertThat(connect(address.get(), Map.of()).status()).isEqualTo(204);
      }
    }
  }

  @Test
  void anIdThatIsNoneOfTheTasksIsAnsweredWithItsStateAndItsWholeText() throws Exception {
    String task = id(told());
    List<Received> all = all(task);
    String beyond = idOf(all.get(0)).replaceFirst("-1$", "-" + (all.size() + 100));
    for (String lastId : List.of(beyond, "elsewhere-3", "garbage", "-", "x-9999999999999999999")) {
      StreamStory story = StreamStory.whole(task, connectAfter(task, lastId).toEnd());

      assertThat(story.events().get(0).resync()).as("after %s", lastId).isTrue();
      assertThat(story.text()).isEqualTo(ANSWER);
      assertThat(story.percent()).isEqualTo(100);
    }
  }

  @Test
  void aSnapshotInTheMiddleOfTheWorkIsFollowedByWhatComesThen() throws Exception {
    ProgressTracker tracker = start();
    work(tracker);
    StreamClient client = connectAfter(id(tracker), "elsewhere-3");
    Received snapshot = client.next();
    tracker.token(" and on");
    tracker.complete(TaskResult.of(ANSWER + " and on"));
    List<Received> events = client.toEnd();
    events.add(0, snapshot);

    assertThat(snapshot.resync()).isTrue();
    assertThat(snapshot.text("status")).isEqualTo(Stage.GENERATING_LLM.name());
    assertThat(snapshot.text("text")).isEqualTo(ANSWER);
    assertThat(StreamStory.whole(id(tracker), events).text()).isEqualTo(ANSWER + " and on");
  }

  @Test
  void aTaskThatIsNotThereIsUnknownToWhoComesAndLostToWhoComesBack() throws Exception {
    String task = unknown();
    assertThat(connect(task).status()).isEqualTo(404);
    for (String lastId : List.of("elsewhere-3", "garbage")) {
      List<Received> events = connectAfter(task, lastId).toEnd();

      assertThat(events).as("after %s", lastId).hasSize(1);
      Received lost = events.get(0);
      assertThat(lost.type()).isEqualTo("enhanced_error");
      assertThat(lost.text("code")).isEqualTo("task_lost");
      assertThat(lost.text("task_id")).isEqualTo(task);
      assertThat(lost.json().path("retryable").asBoolean(false)).isTrue();
      assertThat(idOf(lost)).matches("[A-Za-z0-9]{1,32}-[0-9]+e");
      assertThat(connectAfter(task, idOf(lost)).status()).isEqualTo(204);
    }
  }
}
