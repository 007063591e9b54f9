package dev.tidings.openai;

import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is, how it is reached, and how long that may take. Immutable; shared by all
 * calls.
 *
 * @param client follows no redirect, and repeats only what {@link Attempt} lets it
 * @param address the whole address
 * @param provider what things are called there
 * @param keys gives the key before each try, or null where none is asked for; may be slow
 * @param headers those of the host, in order, with a name and a value each
 * @param connectTimeout until a connection is there
 * @param totalTimeout for all tries and the waits between them
 * @param retries how often and after what wait an {@link AttemptFailure} is tried again
 */
record Endpoint(
    OkHttpClient client,
    HttpUrl address,
    Provider provider,
    Supplier<@Nullable ApiKey> keys,
    List<Header> headers,
    Duration connectTimeout,
    Duration totalTimeout,
    RetryPolicy<Object> retries) {

  /** A header that the host adds. */
  record Header(String name, String value) {}

  /** How long to wait for what adds nothing to a failure: the body of an error. */
  static final AttemptTimer.Limit ERROR_BODY =
      new AttemptTimer.Limit("no body of an error within", Duration.ofSeconds(2));

  /** What is awaited until the connection is there. */
  AttemptTimer.Limit connecting() {
    return new AttemptTimer.Limit("no connection within the connect time-out", connectTimeout);
  }

  /** A request without a body. */
  Request.Builder request(@Nullable ApiKey key, String accept) {
    Request.Builder request =
        new Request.Builder()
            .url(address)
            .header("Accept", accept)
            // A proxy that compresses holds pieces back to do so.
            .header("Accept-Encoding", "identity");
    headers.forEach(header -> request.header(header.name(), header.value()));
    if (key != null) {
      request.header(provider.keyHeader(), key.headerValue(provider.keyScheme()));
    }
    return request;
  }

  /** The host; an address may carry a secret in its query. */
  @Override
  public String toString() {
    return "Endpoint[" + address.host() + "]";
  }
}
