package dev.tidings.testkit.openai;

import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.delta;
import static dev.tidings.testkit.openai.ChatStreams.event;
import static dev.tidings.testkit.openai.ChatStreams.finish;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;

import dev.tidings.testkit.openai.ChatFault.Answered;
import dev.tidings.testkit.openai.ChatFault.Ending;
import dev.tidings.testkit.openai.ChatFault.Failed;
import java.util.List;

/** Answers in forms of their own. */
final class ContentFaults {
  private static final String GROUP = "Content";
  private static final Ending WHOLE = new Answered("whole", "stop");
  private static final String TAIL = STOP + DONE;
  private static final String TOOL_CALL =
      delta(
          "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
              + "\"function\":{\"name\":\"search\",\"arguments\":\"{}\"}}]}");

  private ContentFaults() {}

  static List<ChatFault> rows() {
    return List.of(
        row(
            "content as a list of parts, with thinking",
            WHOLE,
            delta(
                    "{\"content\":[{\"type\":\"thinking\",\"thinking\":"
                        + "[{\"type\":\"text\",\"text\":\"hm\"}]}]}")
                + delta("{\"content\":[{\"type\":\"text\",\"text\":\"who\"}]}")
                + delta("{\"content\":\"le\"}")
                + TAIL),
        row(
            "reasoning beside the answer",
            WHOLE,
            delta("{\"content\":null,\"reasoning_content\":\"hm\"}")
                + delta("{\"content\":\"\",\"reasoning\":\"hm\"}")
                + delta("{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\"}]}")
                + content("whole")
                + TAIL),
        row(
            "a refusal",
            new Failed(LLM_REJECTED, ""),
            delta("{\"refusal\":\"I can not help \"}")
                + delta("{\"refusal\":\"with it.\"}")
                + TAIL),
        row(
            "text and a tool call",
            new Answered("whole", "tool_calls"),
            content("whole") + TOOL_CALL + finish("tool_calls") + DONE),
        row(
            "a tool call alone",
            new Failed(LLM_REJECTED, ""),
            TOOL_CALL + finish("tool_calls") + DONE),
        row(
            "usage in `x_groq`",
            WHOLE,
            content("whole")
                + event(
                    "{\"x_groq\":{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}},"
                        + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
                + DONE),
        row("an empty `error` beside content", WHOLE, errorBeside("\"\"") + TAIL),
        row("`error: false` beside content", WHOLE, errorBeside("false") + TAIL),
        row("`error: null` beside content", WHOLE, errorBeside("null") + TAIL),
        row("no choices", WHOLE, event("{\"choices\":[]}") + content("whole") + TAIL),
        row(
            "null for choices, delta and choice",
            WHOLE,
            event("{\"choices\":null}")
                + event("{\"choices\":[null]}")
                + event("{\"choices\":[{\"delta\":null}]}")
                + content("whole")
                + TAIL),
        row(
            "another choice",
            WHOLE,
            event("{\"choices\":[{\"delta\":{\"content\":\"other\"},\"index\":1}]}")
                + content("whole")
                + TAIL),
        row("finish reason `length`", cut("length"), content("half") + finish("length") + DONE),
        row(
            "finish reason `model_length`",
            cut("model_length"),
            content("half") + finish("model_length") + DONE),
        row(
            "finish reason `max_tokens`",
            cut("max_tokens"),
            content("half") + finish("max_tokens") + DONE),
        row(
            "finish reason `content_filter`",
            refused(),
            content("half") + finish("content_filter")),
        row("finish reason `safety`", refused(), content("half") + finish("safety")),
        row("finish reason `recitation`", refused(), content("half") + finish("RECITATION")),
        row(
            "finish reason `error`",
            new Failed(LLM_TRUNCATED, "half"),
            content("half") + finish("error") + DONE));
  }

  private static String errorBeside(String error) {
    return event(
        "{\"error\":" + error + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"whole\"}}]}");
  }

  private static Ending cut(String reason) {
    return new Answered("half", reason);
  }

  private static Ending refused() {
    return new Failed(LLM_REJECTED, "half");
  }

  private static ChatFault row(String name, Ending ending, String events) {
    return ChatFault.of(GROUP, name, ending, c -> c.write(streamHead() + events));
  }
}
