package dev.tidings.benchmarks.model;

import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** OkHttp's own event source, and the least parsing that gets at the text. No care for faults. */
final class FloorClient implements ModelClient {
  private static final String BODY =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
          + "\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  private final OkHttpClient client = new OkHttpClient();
  private final JsonFactory json = new JsonFactory();
  private final Request request;

  FloorClient(String baseUrl) {
    request =
        new Request.Builder()
            .url(baseUrl + "/chat/completions")
            .header("Authorization", "Bearer sk-benchmark-of-some-length")
            .post(RequestBody.create(BODY, MediaType.get("application/json")))
            .build();
  }

  @Override
  public String ask(Consumer<String> content) throws IOException {
    String[] reason = new String[1];
    try (Response response = client.newCall(request).execute()) {
      EventSources.processResponse(
          response,
          new EventSourceListener() {
            @Override
            public void onEvent(EventSource source, String id, String type, String data) {
              if (!data.equals("[DONE]")) {
                parse(data, content, reason);
              }
            }
          });
    }
    return reason[0];
  }

  private void parse(String data, Consumer<String> content, String[] reason) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), data)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.PROPERTY_NAME) {
          continue;
        }
        switch (parser.currentName()) {
          case "content" -> {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
              content.accept(parser.getString());
            }
          }
          case "finish_reason" -> {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
              reason[0] = parser.getString();
            }
          }
          default -> {}
        }
      }
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
  }
}
