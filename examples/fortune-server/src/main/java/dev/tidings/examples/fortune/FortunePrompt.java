package dev.tidings.examples.fortune;

import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.Passage;
import dev.tidings.rag.PromptTemplate;
import dev.tidings.rag.RagQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The prompt that has a language model interpret temple poems: the rules as the system message, the
 * poems with all that is known of them and then the question as the user message, both in the
 * query's language (Chinese for a language other than Chinese, English and Japanese).
 *
 * <p>The question is fenced off as data: it cannot close its own fence.
 */
public final class FortunePrompt implements PromptTemplate {
  private static final Pattern FENCE =
      Pattern.compile("<(?=\\s*/?\\s*question)", Pattern.CASE_INSENSITIVE);

  private final Map<String, TextBundle> languages = TextBundle.loadLanguages("prompt");
  private final TopicRecognizer recognizer = new TopicRecognizer(TextBundle.load("topics"));

  @Override
  public List<ChatMessage> render(RagQuery query, List<Passage> passages) {
    TextBundle texts = TextBundle.of(languages, query.locale());
    Topic topic = recognizer.recognize(query.question());
    String poems =
        passages.stream()
            .map(passage -> lines(texts.get("passage"), facts(passage, topic)))
            .collect(Collectors.joining("\n\n"));
    String asked = FENCE.matcher(query.question()).replaceAll("＜");
    String question = lines(texts.get("question"), Map.of("question", asked));
    return List.of(
        new ChatMessage(ChatMessage.Role.SYSTEM, texts.get("system")),
        new ChatMessage(ChatMessage.Role.USER, poems + "\n\n" + question));
  }

  private static Map<String, String> facts(Passage passage, Topic topic) {
    Map<String, String> facts = new HashMap<>(passage.facts());
    facts.put("note", facts.getOrDefault("topic." + topic.key(), ""));
    passage.reference().forEach((name, value) -> facts.put(name, value.toString()));
    facts.put("title", passage.title());
    facts.put("text", passage.text());
    facts.values().removeIf(String::isBlank);
    return facts;
  }

  /** The template's lines for which everything is known; {@code \n} in one of them breaks it. */
  private static String lines(String template, Map<String, String> values) {
    return template
        .lines()
        .map(line -> TextBundle.fill(line.replace("\\n", "\n"), values))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("\n"));
  }
}
