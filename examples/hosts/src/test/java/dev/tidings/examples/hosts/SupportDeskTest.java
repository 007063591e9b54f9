package dev.tidings.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.Source;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.Retriever;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SupportDeskTest {
  private static Retriever finding(String... titles) {
    List<Passage> passages =
        Stream.of(titles).map(t -> new Passage(t, t, null, Map.of("id", t), Map.of())).toList();
    return (query, listener, cancellation) -> new Retrieval(passages, null);
  }

  @Test
  void answersFromBothAndCompletesWithTheEnd() throws Exception {
    try (ProgressHub hub = ProgressHub.builder().build()) {
      SupportDesk desk =
          new SupportDesk(
              hub,
              finding("Returns", "Opening hours"),
              finding("Sending things back", "Returns", "Spare parts"),
              (query, passages) ->
                  List.of(new ChatMessage(ChatMessage.Role.USER, query.question())),
              (request, listener, cancellation) -> {
                listener.sent();
                listener.content("Within 30 days.");
                listener.finished("stop");
                return new ChatCompletion("echo", "stop", null, null);
              });
      RagQuery query =
          new RagQuery("May I return it?", Locale.ENGLISH, Map.of(), RagQuery.Delivery.STREAMED);

      ProgressEvent end = desk.ask("task_1", query).toCompletableFuture().get(10, TimeUnit.SECONDS);

      ProgressEvent.Completed done = (ProgressEvent.Completed) end;
      assertThat(done.result().response()).isEqualTo("Within 30 days.");
      assertThat(done.result().sources())
          .extracting(Source::title)
          .containsExactly("Returns", "Sending things back", "Opening hours");
    }
  }
}
