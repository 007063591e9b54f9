package dev.tidings.examples.mcp;

import dev.tidings.MessageBundles;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.examples.fortune.FortunePrompt;
import dev.tidings.examples.fortune.OfflineInterpreter;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemCorpusException;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.openai.OpenAiChatModel;
import dev.tidings.openai.OpenAiChatModelBuilder;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Temple poems, and who interprets them. */
final class Oracle implements AutoCloseable {
  /**
   * A client that gave up cannot tell so (the SDK does not pass it on): nothing runs for longer.
   */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final PoemIndex poems;
  private final ProgressHub hub;
  private final RagPipeline pipeline;

  private Oracle(PoemIndex poems, ChatModel model) {
    this.poems = poems;
    hub =
        ProgressHub.builder()
            .stages(StageModel.ragLlm())
            .messages(
                MessageBundles.of(
                    FortunePrompt.class.getClassLoader(), "dev.tidings.examples.fortune.steps"))
            .build();
    pipeline =
        RagPipeline.builder().retriever(poems).prompt(new FortunePrompt()).model(model).build();
  }

  /**
   * An oracle that asks the model of {@code OPENAI_BASE_URL}, {@code OPENAI_API_KEY} and {@code
   * OPENAI_MODEL}; without any of these it interprets poems without a model.
   */
  static Oracle of(Map<String, String> environment) throws PoemCorpusException {
    return new Oracle(PoemIndex.inMemory(PoemCorpus.embedded()), model(environment));
  }

  private static ChatModel model(Map<String, String> environment) {
    String url = environment.get("OPENAI_BASE_URL");
    String key = environment.get("OPENAI_API_KEY");
    if (url == null && key == null) {
      return new OfflineInterpreter();
    }
    OpenAiChatModelBuilder builder =
        OpenAiChatModel.builder().model(environment.getOrDefault("OPENAI_MODEL", "gpt-4o-mini"));
    if (url != null) {
      builder.baseUrl(url);
    }
    if (key != null) {
      builder.apiKey(key);
    }
    return builder.build();
  }

  /** Who can be asked. */
  List<Deity> deities() {
    return poems.deities();
  }

  /** Asks for a poem to be interpreted. */
  ProgressTracker ask(String deity, int poem, String question, Locale language) {
    ProgressTracker tracker =
        hub.start(
            Task.create("task_" + UUID.randomUUID())
                .locale(language)
                .deadline(LONGEST)
                .attribute(PoemIndex.DEITY_ID, deity)
                .attribute(PoemIndex.FORTUNE_NUMBER, poem));
    Map<String, Object> which = Map.of(PoemIndex.DEITY_ID, deity, PoemIndex.FORTUNE_NUMBER, poem);
    pipeline.submit(tracker, new RagQuery(question, language, which, RagQuery.Delivery.STREAMED));
    return tracker;
  }

  @Override
  public void close() {
    hub.close();
    poems.close();
  }
}
