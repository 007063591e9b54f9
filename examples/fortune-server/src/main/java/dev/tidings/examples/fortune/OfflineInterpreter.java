package dev.tidings.examples.fortune;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import dev.tidings.rag.RagContext;
import dev.tidings.rag.RagQuery;
import java.util.Map;

/**
 * A chat model without a model: it composes a traditional reading of the first passage, and says in
 * its last line that no language model wrote it. For a server to which none is connected.
 *
 * <p>It answers in the query's language (Chinese, English or Japanese; Chinese for any other),
 * tells the listener each phrase when it is composed, and waits for nothing. Thread-safe.
 */
public final class OfflineInterpreter implements ChatModel {
  /** The name it gives as its model. */
  public static final String NAME = "offline-interpreter";

  private final Map<String, TextBundle> languages = TextBundle.loadLanguages("reading");
  private final TopicRecognizer recognizer = new TopicRecognizer(TextBundle.load("topics"));

  @Override
  public ChatCompletion stream(
      ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException {
    cancellation.check();
    RagContext context = request.context();
    if (context == null || context.passages().isEmpty()) {
      throw new ChatModelException(
          FailureCode.LLM_REJECTED, "there is no passage to interpret", null, null);
    }
    listener.sent();
    RagQuery query = context.query();
    Topic topic = recognizer.recognize(query.question());
    TextBundle texts = TextBundle.of(languages, query.locale());
    new Reading(texts, query, topic, context.passages().get(0))
        .write(
            piece -> {
              cancellation.check();
              listener.content(piece);
            });
    cancellation.check();
    listener.finished("stop");
    return new ChatCompletion(NAME, "stop", null, null);
  }
}
