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
        "{'error':{'type':'rate_limit_error'}} | LLM_RATE_LIMITED",
        "{'error':{'type':'requests','code':'rate_limit_exceeded'}} | LLM_RATE_LIMITED",
        "{'error':{'type':'insufficient_quota','code':'insufficient_quota'}} | LLM_REJECTED",
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}} | LLM_RATE_LIMITED",
        "[{'error':{'status':'RESOURCE_EXHAUSTED'}}] | LLM_RATE_LIMITED",
        "{'error':{'type':'server_error','code':null}} | LLM_UNAVAILABLE",
        "{'type':'error','error':{'type':'overloaded_error'}} | LLM_UNAVAILABLE",
        "{'error':{'type':'timeout'}} | LLM_UNAVAILABLE",
        "{'error':{'code':'502'}} | LLM_UNAVAILABLE",
        "{'error':[{'code':401}]} | LLM_REJECTED",
        "{'error':503} | LLM_UNAVAILABLE",
        "{'error':true} | LLM_UNAVAILABLE",
        "{'error':'it broke'} | LLM_UNAVAILABLE",
        "{'error':{'type':'invalid_request_error'}} | LLM_REJECTED",
        "{'error':{'type':'authentication_error'}} | LLM_REJECTED",
        "{'error':{'type':'permission_error'}} | LLM_REJECTED",
        "{'error':{'code':'content_policy_violation','type':'server_error'}} | LLM_REJECTED",
        "{'error':{'code':'content_filter','status':500}} | LLM_REJECTED",
        "{'error':{'code':401}} | LLM_REJECTED",
        "{'object':'error','type':'BadRequestError','code':null} | LLM_REJECTED"
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
