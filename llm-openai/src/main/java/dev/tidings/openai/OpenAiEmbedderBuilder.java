package dev.tidings.openai;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A builder sets up an {@link OpenAiEmbedder}. Each method checks its value at once; {@link
 * #build()} may be called more than once. It is not thread-safe.
 */
public final class OpenAiEmbedderBuilder extends EndpointBuilder<OpenAiEmbedderBuilder> {
  /** How numbers travel. */
  public enum Encoding {
    /** As JSON numbers, which every endpoint can. */
    FLOAT,
    /** As bytes in base64 (32-bit, little-endian), a quarter of the size; few but OpenAI can. */
    BASE64
  }

  private static final int LARGEST_BATCH = 2048;

  private @Nullable String model;
  private @Nullable Integer dimensions;
  private Encoding encoding = Encoding.FLOAT;
  private int batchSize = 64;
  private Duration answerTimeout = Duration.ofSeconds(30);

  OpenAiEmbedderBuilder() {}

  @Override
  OpenAiEmbedderBuilder self() {
    return this;
  }

  @Override
  String service() {
    return "embeddings";
  }

  /**
   * The model, by the endpoint's name for it. It is required.
   *
   * @throws IllegalArgumentException if it is blank
   */
  public OpenAiEmbedderBuilder model(String name) {
    check(!name.isBlank(), "model is blank; give the endpoint's name for it");
    model = name;
    return this;
  }

  /**
   * How many numbers a vector is to have. It is asked for, and whatever comes is checked against
   * it; by default the endpoint decides, and all vectors of a call must agree.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public OpenAiEmbedderBuilder dimensions(int count) {
    check(count >= 1, "dimensions " + count + " must be at least 1");
    dimensions = count;
    return this;
  }

  /** How numbers travel; by default as JSON numbers. Either form is read, whatever comes. */
  public OpenAiEmbedderBuilder encoding(Encoding form) {
    encoding = Objects.requireNonNull(form, "encoding");
    return this;
  }

  /**
   * How many texts go in one request, 1 to 2,048, which is OpenAI's limit; by default 64.
   *
   * @throws IllegalArgumentException if it is outside that range
   */
  public OpenAiEmbedderBuilder batchSize(int texts) {
    check(texts >= 1 && texts <= LARGEST_BATCH, "batchSize " + texts + " must be 1 to 2048");
    batchSize = texts;
    return this;
  }

  /**
   * How long until the answer to one batch begins, once it was sent; by default 30 s. The total
   * time-out counts for each batch, with its tries.
   *
   * @throws IllegalArgumentException if it is not positive, or over a day
   */
  public OpenAiEmbedderBuilder answerTimeout(Duration timeout) {
    answerTimeout = checkTimeout("answerTimeout", timeout);
    return this;
  }

  /**
   * The embedder.
   *
   * @throws IllegalStateException if no model was named, or the provider has no address of its own
   *     and none was given
   */
  public OpenAiEmbedder build() {
    if (model == null) {
      throw new IllegalStateException("model is missing; call model(…) with the endpoint's name");
    }
    return new OpenAiEmbedder(
        new EmbedderSettings(
            endpoint(answerTimeout),
            model,
            dimensions,
            encoding,
            batchSize,
            new AttemptTimer.Limit("no answer within the answer time-out", answerTimeout)),
        ownsClient() ? Ownership.OWN_CLIENT : Ownership.HOSTS_CLIENT);
  }
}
