package dev.tidings.benchmarks.model;

import java.time.Duration;
import java.util.function.Consumer;

/** A client under test. */
interface ModelClient extends AutoCloseable {
  /**
   * Asks one question and returns when the answer is over, on any thread.
   *
   * @param content is told each piece
   * @return the finish reason, as the client tells it; null if it tells none
   * @throws Exception if the client says that the answer failed
   */
  String ask(Consumer<String> content) throws Exception;

  @Override
  void close();

  /**
   * The client of this name.
   *
   * @param patience its time-outs, where it has them
   */
  static ModelClient of(String name, String baseUrl, Duration patience) {
    return switch (name) {
      case "tidings" -> new TidingsClient(baseUrl, patience);
      case "floor" -> new FloorClient(baseUrl);
      case "openai-java" -> new OpenAiJavaClient(baseUrl, patience);
      case "langchain4j" -> new LangChain4jClient(baseUrl, patience);
      default -> throw new IllegalArgumentException("no client '" + name + "'");
    };
  }
}
