package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReportTest {
  private static @Nullable ErrorReport in(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    EventBytes event = new EventBytes();
    event.set(bytes, 0, bytes.length);
    Chunk chunk = new Chunk();
    ChunkParser.of(ChunkParser.factory(1000), event, chunk, false).next();
    return chunk.error;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'type':'rate_limit_error'}} | llm_rate_limited",
        "{'error':{'type':'requests','code':'rate_limit_exceeded'}} | llm_rate_limited",
        "{'error':{'type':'insufficient_quota','code':'insufficient_quota'}} | llm_rejected",
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}} | llm_rate_limited",
        "[{'error':{'status':'RESOURCE_EXHAUSTED'}}] | llm_rate_limited",
        "{'error':{'type':'server_error','code':null}} | llm_unavailable",
        "{'type':'error','error':{'type':'overloaded_error'}} | llm_unavailable",
        "{'error':{'type':'timeout'}} | llm_unavailable",
        "{'error':{'code':'502'}} | llm_unavailable",
        "{'error':[{'code':401}]} | llm_rejected",
        "{'error':503} | llm_unavailable",
        "{'error':true} | llm_unavailable",
        "{'error':'it broke'} | llm_unavailable",
        "{'error':{'type':'invalid_request_error'}} | llm_rejected",
        "{'error':{'type':'authentication_error'}} | llm_rejected",
        "{'error':{'type':'permission_error'}} | llm_rejected",
        "{'error':{'code':'content_policy_violation','type':'server_error'}} | llm_rejected",
        "{'error':{'code':'content_filter','status':500}} | llm_rejected",
        "{'error':{'code':401}} | llm_rejected",
        "{'object':'error','type':'BadRequestError','code':null} | llm_rejected"
      })
  void isJudgedByItsTypeAndCode(String text, FailureCode code) {
    assertThat(requireNonNull(in(text)).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'error':null}",
        "{'error':false}",
        "{'error':''}",
        "{'error':0}",
        "{'error':{}}",
        "{'error':[]}",
        "{'object':'chat.completion.chunk'}",
        "[]"
      })
  void whatIsNoErrorIsNone(String text) {
    assertThat(in(text)).isNull();
  }

  @Test
  void theLabelHasIdentifiersOnly() {
    ErrorReport report =
        requireNonNull(
            in("{'error':{'type':'server_error','code':'sk-123','message':'you said: hello'}}"));

    assertThat(report)
        .isEqualTo(new ErrorReport(LLM_UNAVAILABLE, ErrorReport.Cause.OTHER, "server_error"));
    assertThat(report.behind("failed", null)).isEqualTo("failed (server_error)");
    assertThat(report.behind("failed", new ApiKey("server_error"))).isEqualTo("failed ([apiKey])");
  }
}
