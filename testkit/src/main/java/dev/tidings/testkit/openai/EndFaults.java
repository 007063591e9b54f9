package dev.tidings.testkit.openai;

import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.ROLE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.USAGE;
import static dev.tidings.testkit.openai.ChatStreams.chunked;
import static dev.tidings.testkit.openai.ChatStreams.chunkedHead;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.event;
import static dev.tidings.testkit.openai.ChatStreams.finish;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;

import dev.tidings.testkit.openai.ChatFault.Answered;
import dev.tidings.testkit.openai.ChatFault.Ending;
import dev.tidings.testkit.openai.ChatFault.Failed;
import java.util.List;

/** Streams that end early, late, twice or not at all. */
final class EndFaults {
  private static final String GROUP = "End of the stream";
  private static final Ending WHOLE = new Answered("whole", "stop");
  private static final Ending TRUNCATED = new Failed(LLM_TRUNCATED, "half");
  private static final Ending UNAVAILABLE = new Failed(LLM_UNAVAILABLE, "");

  private EndFaults() {}

  static List<ChatFault> rows() {
    return List.of(
        stream("ends in order", WHOLE, content("whole") + STOP + USAGE + DONE),
        stream("`[DONE]` without its blank line", WHOLE, content("whole") + "data: [DONE]\n"),
        stream("`[DONE]` without an end of its line", WHOLE, content("whole") + "data: [DONE]"),
        stream("a finish reason, without `[DONE]`", WHOLE, content("whole") + STOP),
        stream("a finish reason without its blank line", WHOLE, content("whole") + STOP.strip()),
        stream("`[DONE]` without a finish reason", WHOLE, content("whole") + DONE),
        stream("closed after content", TRUNCATED, content("half")),
        stream("closed inside a chunk", TRUNCATED, content("half") + "data: {\"choices\":[{\"de"),
        stream("closed before content", UNAVAILABLE, ROLE),
        row("closed before the headers", UNAVAILABLE, connection -> {}),
        row("closed inside the headers", UNAVAILABLE, c -> c.write("HTTP/1.1 200 OK\r\nConte")),
        row(
            "closed inside a chunked body",
            TRUNCATED,
            c -> c.write(chunkedHead() + chunked(content("half")))),
        row(
            "`[DONE]`, then closed inside a chunked body",
            WHOLE,
            c -> c.write(chunkedHead() + chunked(content("whole") + STOP + "data: [DONE]\n"))),
        stream("garbage after the finish reason", WHOLE, content("whole") + STOP + event("{{{")),
        stream(
            "an error after the finish reason",
            WHOLE,
            content("whole") + STOP + event("{\"error\":{\"code\":500}}")),
        stream(
            "garbage after a finish reason without content",
            new Answered("", "stop"),
            ROLE + STOP + event("{{{")),
        stream(
            "content and another reason after the finish reason",
            WHOLE,
            content("whole") + STOP + content("more") + finish("length") + DONE),
        row(
            "kept open after `[DONE]`",
            WHOLE,
            c -> {
              c.write(chunkedHead() + chunked(content("whole") + STOP + DONE));
              c.awaitClosed();
            }),
        row(
            "kept open after the finish reason",
            WHOLE,
            c -> {
              c.write(chunkedHead() + chunked(content("whole") + STOP));
              c.awaitClosed();
            }),
        row("silent before the headers", UNAVAILABLE, connection -> connection.awaitClosed()),
        row(
            "silent after content",
            new Failed(LLM_UNAVAILABLE, "half"),
            c -> {
              c.write(streamHead() + content("half"));
              c.awaitClosed();
            }));
  }

  private static ChatFault stream(String name, Ending ending, String events) {
    return row(name, ending, connection -> connection.write(streamHead() + events));
  }

  private static ChatFault row(String name, Ending ending, ChatFault.Reply reply) {
    return ChatFault.of(GROUP, name, ending, reply);
  }
}
