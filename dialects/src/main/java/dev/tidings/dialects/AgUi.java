package dev.tidings.dialects;

import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import java.util.List;
import java.util.Objects;

/** What a host needs to know of AG-UI: whose run a task is, and how a client attaches to one. */
public final class AgUi {
  /**
   * The task's attribute that holds the thread of its run; without it, the thread is the task's id.
   */
  public static final String THREAD_ID = "thread_id";

  private AgUi() {}

  /**
   * A message of the thread, as the client sent it.
   *
   * @param id of the message
   * @param json the whole of it, one JSON object in ASCII without a line break
   */
  public record Message(String id, String json) {
    /** The constructor checks that both are there. */
    public Message {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(json, "json");
    }
  }

  /** The dialect of a client: the current one if it names a version of the protocol. */
  public static Dialect dialect(boolean namesVersion) {
    return namesVersion ? AgUiDialect.CURRENT : AgUiDialect.BEFORE_1;
  }

  /**
   * The voice of a client that attaches to a task, be it running or ended, and may know a part of
   * its answer: the state first, with the client's own messages, since it drops those that it is
   * not told of; then what is new. The voice of one connection.
   *
   * @param namesVersion as for the {@link #dialect}
   * @param messages those of the client's request
   */
  public static Voice attached(boolean namesVersion, List<Message> messages) {
    AgUiDialect dialect = namesVersion ? AgUiDialect.CURRENT : AgUiDialect.BEFORE_1;
    return dialect.attached(List.copyOf(messages));
  }

  /** The id of the message that a task's answer is. */
  public static String answerId(String taskId) {
    return taskId + "-answer";
  }

  static String threadId(TaskHead task) {
    Object thread = task.task().attributes().get(THREAD_ID);
    return thread instanceof String name ? name : task.task().id();
  }
}
