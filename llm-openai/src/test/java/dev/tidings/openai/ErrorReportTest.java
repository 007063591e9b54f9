package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ErrorReportTest {
  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'error':{'type':'rate_limit_error'}} | LLM_RATE_LIMITED",
        "{'error':{'type':'requests','code':'rate_limit_exceeded'}} | LLM_RATE_LIMITED",
        "{'error':{'type':'insufficient_quota','code':'insufficient_quota'}} | LLM_RATE_LIMITED",
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}} | LLM_RATE_LIMITED",
        "[{'error':{'status':'RESOURCE_EXHAUSTED'}}] | LLM_RATE_LIMITED",
        "{'error':{'type':'server_error','code':null}} | LLM_UNAVAILABLE",
        "{'type':'error','error':{'type':'overloaded_error'}} | LLM_UNAVAILABLE",
        "{'error':{'type':'timeout'}} | LLM_UNAVAILABLE",
        "{'error':{'code':'502'}} | LLM_UNAVAILABLE",
        "{'error':{}} | LLM_UNAVAILABLE",
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
    assertThat(ErrorReport.in(json(text)).orElseThrow().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'error':null}", "{'object':'chat.completion.chunk'}", "[]", "1"})
  void whatIsNoErrorIsNone(String text) {
    assertThat(ErrorReport.in(json(text))).isEmpty();
  }

  @Test
  void theLabelHasIdentifiersOnly() {
    ErrorReport report =
        ErrorReport.judge(
            json("{'type':'server_error','code':'sk-123','message':'you said: hello'}"));

    assertThat(report)
        .isEqualTo(new ErrorReport(LLM_UNAVAILABLE, ErrorReport.Cause.OTHER, "server_error"));
    assertThat(report.behind("failed")).isEqualTo("failed (server_error)");
  }
}
