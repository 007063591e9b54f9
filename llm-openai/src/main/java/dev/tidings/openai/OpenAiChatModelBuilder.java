package dev.tidings.openai;

import dev.tidings.rag.ChatOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A builder sets up an {@link OpenAiChatModel}. Each method checks its value at once; {@link
 * #build()} may be called more than once. It is not thread-safe.
 */
public final class OpenAiChatModelBuilder extends EndpointBuilder<OpenAiChatModelBuilder> {
  private static final int SMALLEST_EVENT = 1024;

  private @Nullable String model;
  private ChatOptions options = ChatOptions.none();
  private Duration firstTokenTimeout = Duration.ofSeconds(30);
  private Duration idleTimeout = Duration.ofSeconds(20);
  private int maxAnswerLength = 1024 * 1024;
  private int maxEventBytes = 256 * 1024;

  OpenAiChatModelBuilder() {}

  @Override
  OpenAiChatModelBuilder self() {
    return this;
  }

  @Override
  String service() {
    return "chat/completions";
  }

  /**
   * The model, by the endpoint's name for it. It is required.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public OpenAiChatModelBuilder model(String name) {
    check(!name.isBlank(), "model is blank; give the endpoint's name for it");
    model = name;
    return this;
  }

  /**
   * How answers are to be written where a request leaves that open. It replaces what was given
   * before.
   */
  public OpenAiChatModelBuilder options(ChatOptions defaults) {
    options = Objects.requireNonNull(defaults, "options");
    return this;
  }

  /**
   * How long until the model's first token once the request was sent; by default 30 s. Comments and
   * chunks without a token do not count; a token of a model's reasoning does. An endpoint that does
   * not stream needs as long as the whole answer takes.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder firstTokenTimeout(Duration timeout) {
    firstTokenTimeout = checkTimeout("firstTokenTimeout", timeout);
    return this;
  }

  /**
   * How long between two tokens, counted as for the first; by default 20 s.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiChatModelBuilder idleTimeout(Duration timeout) {
    idleTimeout = checkTimeout("idleTimeout", timeout);
    return this;
  }

  /**
   * The longest answer to take, in UTF-16 units; by default 1 Mi. A longer one is broken off.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public OpenAiChatModelBuilder maxAnswerLength(int length) {
    check(length >= 1, "maxAnswerLength " + length + " must be at least 1");
    maxAnswerLength = length;
    return this;
  }

  /**
   * How much of a stream may come without an event ending, in bytes; by default 256 KiB. It bounds
   * what one stream can make this process keep. A token takes some hundred bytes, or several
   * thousand where the probabilities of its alternatives come with it.
   *
   * @throws IllegalArgumentException if it is below 1 KiB
   */
  public OpenAiChatModelBuilder maxEventBytes(int bytes) {
    check(bytes >= SMALLEST_EVENT, "maxEventBytes " + bytes + " must be at least 1024");
    maxEventBytes = bytes;
    return this;
  }

  /**
   * The model.
   *
   * @throws IllegalStateException if no model was named, or the provider has no address of its own
   *     and none was given
   */
  public OpenAiChatModel build() {
    if (model == null) {
      throw new IllegalStateException("model is missing; call model(…) with the endpoint's name");
    }
    Duration head =
        firstTokenTimeout.compareTo(totalTimeout()) < 0 ? firstTokenTimeout : totalTimeout();
    return new OpenAiChatModel(
        ChatSettings.of(
            endpoint(head),
            model,
            options,
            firstTokenTimeout,
            idleTimeout,
            maxAnswerLength,
            maxEventBytes),
        ownsClient() ? Ownership.OWN_CLIENT : Ownership.HOSTS_CLIENT);
  }
}
