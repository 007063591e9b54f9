package dev.tidings.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskResult;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.stream.StreamRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dialect says of an event where there is no stream. */
class BodiesTest {
  private final ManualStreams streams = ManualStreams.create();

  @ParameterizedTest
  @EnumSource
  void bodiesAreTheDataThatTheStreamHas(Spoken spoken) {
    ProgressTracker task = streams.start();
    task.update(Stage.PROCESSING, 5, Message.text("begins"));
    task.update(Stage.GENERATING_LLM, 65, Message.text("writes"));
    task.token("根據\n\u2028😀");
    task.complete(TaskResult.of("根據\n\u2028😀"));

    List<String> bodies =
        task.view().cursor(Position.START).read(100).stream()
            .flatMap(event -> spoken.dialect().bodies(task.view(), event).stream())
            .map(body -> new String(body, UTF_8))
            .toList();

    assertThat(bodies)
        .isEqualTo(
            streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect())).events().stream()
                .map(Sent::data)
                .toList());
  }
}
