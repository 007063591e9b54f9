package dev.tidings.openai;

import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What one provider of OpenAI's chat completions calls things: a row of settings. The rows here
 * come from the providers' documentation; {@code docs/llm.md} names the source of each, and which
 * were ever run. A row of a host's own is made from another by the {@code with} methods. It is
 * immutable.
 *
 * @param name for people
 * @param baseUrl its address with the version path, or null where each customer has its own
 * @param keyHeader the header that carries the key
 * @param keyScheme the word before the key in that header; empty for none
 * @param maxTokensField the field for the most tokens that may be written
 * @param seedField the field for the seed
 * @param usage whether the usage has to be asked for
 * @param apiVersion the value of the query parameter {@code api-version}, or null for none
 */
public record Provider(
    String name,
    @Nullable String baseUrl,
    String keyHeader,
    String keyScheme,
    String maxTokensField,
    String seedField,
    StreamUsage usage,
    @Nullable String apiVersion) {

  /** How the usage comes to be told at the end of a stream. */
  public enum StreamUsage {
    /** It is asked for with {@code stream_options}. */
    ASKED,
    /** Nothing is asked: the provider tells it anyway, or refuses {@code stream_options}. */
    NOT_ASKED
  }

  private static final String MAX_TOKENS = "max_tokens";
  private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

  /**
   * The row of OpenAI itself. Its reasoning models refuse {@code max_tokens}, which it calls
   * deprecated.
   */
  public static final Provider OPENAI =
      new Provider(
          "OpenAI",
          "https://api.openai.com/v1",
          "Authorization",
          "Bearer",
          MAX_COMPLETION_TOKENS,
          "seed",
          StreamUsage.ASKED,
          null);

  /** Any server that is not named here: what most of them understand. */
  public static final Provider COMPATIBLE =
      OPENAI.withName("compatible").withBaseUrl(null).withMaxTokensField(MAX_TOKENS);

  /** The row of Ollama on this machine. */
  public static final Provider OLLAMA =
      COMPATIBLE.withName("Ollama").withBaseUrl("http://localhost:11434/v1");

  /** The row of vLLM on this machine. */
  public static final Provider VLLM =
      COMPATIBLE
          .withName("vLLM")
          .withBaseUrl("http://localhost:8000/v1")
          .withMaxTokensField(MAX_COMPLETION_TOKENS);

  /** The row of Mistral's platform, which tells the usage without being asked. */
  public static final Provider MISTRAL =
      COMPATIBLE
          .withName("Mistral")
          .withBaseUrl("https://api.mistral.ai/v1")
          .withSeedField("random_seed")
          .withUsage(StreamUsage.NOT_ASKED);

  /** The constructor checks that all is there. */
  public Provider {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(keyHeader, "keyHeader");
    Objects.requireNonNull(keyScheme, "keyScheme");
    Objects.requireNonNull(maxTokensField, "maxTokensField");
    Objects.requireNonNull(seedField, "seedField");
    Objects.requireNonNull(usage, "usage");
  }

  /**
   * A row for Azure, with an address of its own: {@code
   * https://RESOURCE.openai.azure.com/openai/deployments/DEPLOYMENT}.
   *
   * @param apiVersion such as {@code 2024-10-21}; those before {@code 2024-09-01-preview} refuse
   *     {@code stream_options}, so use {@link StreamUsage#NOT_ASKED} with them
   */
  public static Provider azure(String apiVersion) {
    return OPENAI
        .withName("Azure")
        .withBaseUrl(null)
        .withKeyHeader("api-key", "")
        .withApiVersion(apiVersion);
  }

  /** The same under another name. */
  public Provider withName(String other) {
    return new Provider(
        other, baseUrl, keyHeader, keyScheme, maxTokensField, seedField, usage, apiVersion);
  }

  /** The same at another address; null for none of its own. */
  public Provider withBaseUrl(@Nullable String other) {
    return new Provider(
        name, other, keyHeader, keyScheme, maxTokensField, seedField, usage, apiVersion);
  }

  /** The same with another header for the key, and the word before it, which may be empty. */
  public Provider withKeyHeader(String header, String scheme) {
    return new Provider(
        name, baseUrl, header, scheme, maxTokensField, seedField, usage, apiVersion);
  }

  /** The same with another field for the most tokens. */
  public Provider withMaxTokensField(String field) {
    return new Provider(name, baseUrl, keyHeader, keyScheme, field, seedField, usage, apiVersion);
  }

  /** The same with another field for the seed. */
  public Provider withSeedField(String field) {
    return new Provider(
        name, baseUrl, keyHeader, keyScheme, maxTokensField, field, usage, apiVersion);
  }

  /** The same with another way to the usage. */
  public Provider withUsage(StreamUsage other) {
    return new Provider(
        name, baseUrl, keyHeader, keyScheme, maxTokensField, seedField, other, apiVersion);
  }

  /** The same with a query parameter {@code api-version}; null for none. */
  public Provider withApiVersion(@Nullable String version) {
    return new Provider(
        name, baseUrl, keyHeader, keyScheme, maxTokensField, seedField, usage, version);
  }

  /** The whole address of one of its services. */
  HttpUrl address(HttpUrl base, String service) {
    HttpUrl.Builder url = base.newBuilder();
    for (String segment : service.split("/", -1)) {
      url.addPathSegment(segment);
    }
    if (apiVersion != null && base.queryParameter("api-version") == null) {
      url.addQueryParameter("api-version", apiVersion);
    }
    return url.build();
  }
}
