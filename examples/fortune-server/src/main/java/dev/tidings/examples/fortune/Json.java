package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON the way the wire contract has it: snake case, and strict about input. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // A number that long is too large, which its field's check says by name.
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(QuestionBody.MOST_BYTES)
                          .build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  static void answer(Context context, Object body) {
    answer(context, MAPPER.writeValueAsBytes(body));
  }

  /** Answers with a body that is JSON already. */
  static void answer(Context context, byte[] body) {
    LargeBody.answer(context.contentType("application/json"), body);
  }

  static void answer(Context context, Problem problem) {
    context.status(problem.status());
    problem.headers().forEach(context::header);
    context.contentType(type(context.path())).result(bytes(context.path(), problem));
  }

  /** The type of a refusal's body at that path. */
  static String type(String path) {
    return AiSdkRoutes.serves(path) ? "text/plain;charset=utf-8" : "application/problem+json";
  }

  /** A refusal's body at that path. */
  static byte[] bytes(String path, Problem problem) {
    return AiSdkRoutes.serves(path)
        ? problem.sentence().getBytes(UTF_8)
        : MAPPER.writeValueAsBytes(problem.body());
  }
}
