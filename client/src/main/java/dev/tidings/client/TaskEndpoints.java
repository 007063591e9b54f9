package dev.tidings.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a server answers for one task.
 *
 * @param stream its enhanced event stream
 * @param result its end, or how far it is (200 or 202); null where a server has no such call
 * @param progress how far it is, for servers without {@code result}; null where there is none
 * @param cancel cancels it (POST); null where there is none
 */
public record TaskEndpoints(
    URI stream, @Nullable URI result, @Nullable URI progress, @Nullable URI cancel) {
  /** The constructor checks that there is a stream. */
  public TaskEndpoints {
    Objects.requireNonNull(stream, "stream");
  }

  /** The endpoints of a task that has a stream only. */
  public static TaskEndpoints ofStream(URI stream) {
    return new TaskEndpoints(stream, null, null, null);
  }

  /**
   * The calls of the example server: {@code sse/…}, {@code result/…}, {@code progress/…} and {@code
   * cancel/…} below one address, such as {@code http://localhost:7070/api/v1/streaming-chat}.
   */
  public static TaskEndpoints below(URI base, String taskId) {
    String id = URLEncoder.encode(taskId, StandardCharsets.UTF_8).replace("+", "%20");
    String root = base.toString().replaceFirst("/+$", "");
    return new TaskEndpoints(
        URI.create(root + "/sse/" + id),
        URI.create(root + "/result/" + id),
        URI.create(root + "/progress/" + id),
        URI.create(root + "/cancel/" + id));
  }
}
