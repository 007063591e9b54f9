package dev.tidings.testkit.openai;

import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.event;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.testkit.openai.ChatFault.Answered;
import dev.tidings.testkit.openai.ChatFault.Ending;
import dev.tidings.testkit.openai.ChatFault.Failed;
import java.util.List;

/** Event streams that are written unusually, or wrongly. */
final class FramingFaults {
  private static final String GROUP = "Event lines";
  private static final Ending WHOLE = new Answered("whole", "stop");
  private static final String TAIL = STOP + DONE;

  private FramingFaults() {}

  static List<ChatFault> rows() {
    return List.of(
        stream("a byte order mark first", WHOLE, "\ufeff" + content("whole") + TAIL),
        stream("lines end with CR LF", WHOLE, (content("whole") + TAIL).replace("\n", "\r\n")),
        stream("lines end with CR alone", WHOLE, (content("whole") + TAIL).replace("\n", "\r")),
        stream("comments between events", WHOLE, ": a\n\n" + content("whole") + ": b\n" + TAIL),
        stream(
            "a comment inside `data:`",
            WHOLE,
            content("who") + event(": keepalive") + content("le") + TAIL),
        stream("empty `data:`", WHOLE, "data:\n\ndata: \n\n" + content("whole") + TAIL),
        stream(
            "events of other names", WHOLE, "event: ping\ndata: {}\n\n" + content("whole") + TAIL),
        stream(
            "a chunk over several `data:` lines",
            WHOLE,
            "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"whole\"}}]}\n\n" + TAIL),
        stream(
            "no space after `data:`", WHOLE, (content("whole") + TAIL).replace("data: ", "data:")),
        stream("spaces around `[DONE]`", WHOLE, content("whole") + event("  [DONE]  ")),
        row(
            "a packet for each byte",
            new Answered("消息到🐉", "stop"),
            c -> {
              c.write(streamHead());
              c.writeBytewise((content("消息到🐉") + TAIL).getBytes(UTF_8));
            }),
        stream(
            "chunks as bare JSON lines",
            WHOLE,
            (content("who") + content("le") + STOP).replace("data: ", "")),
        stream(
            "an error as a bare JSON line, in the middle",
            new Failed(LLM_TRUNCATED, "half"),
            content("half") + "{\"error\":{\"code\":500}}\n\n" + TAIL),
        stream(
            "malformed JSON before content",
            new Failed(LLM_UNAVAILABLE, ""),
            event("{nonsense") + TAIL),
        stream(
            "malformed JSON after content",
            new Failed(LLM_TRUNCATED, "half"),
            content("half") + event("{nonsense") + TAIL),
        row(
            "a line without an end",
            new Failed(LLM_TRUNCATED, "half"),
            c -> {
              c.write(streamHead() + content("half") + "data: ");
              for (int i = 0; i < 4 * 1024; i++) {
                c.write("x".repeat(1024));
              }
            }));
  }

  private static ChatFault stream(String name, Ending ending, String events) {
    return row(name, ending, connection -> connection.write(streamHead() + events));
  }

  private static ChatFault row(String name, Ending ending, ChatFault.Reply reply) {
    return ChatFault.of(GROUP, name, ending, reply);
  }
}
