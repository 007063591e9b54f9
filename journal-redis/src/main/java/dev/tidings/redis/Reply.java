package dev.tidings.redis;

import dev.tidings.journal.JournalUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a refused command means. */
enum Reply {
  /** The stream holds that id, or a greater one. */
  NOT_GREATER,
  /** The stream has an end. */
  ENDED,
  /** The server is a replica; its address may have moved to another one. */
  READ_ONLY,
  /** The store takes nothing now, or its answer is not known: the same may be asked again. */
  UNAVAILABLE;

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("OOM", "it is full: give it more memory, or let less be kept in it"),
          Map.entry("READONLY", "it is a replica: name the primary's address"),
          Map.entry("MISCONF", "it cannot write its files: see its log and disk"),
          Map.entry("LOADING", "it is reading its files after a start"),
          Map.entry("NOREPLICAS", "it has too few replicas (min-replicas-to-write)"),
          Map.entry("MASTERDOWN", "it is a replica without its primary"),
          Map.entry("CLUSTERDOWN", "its cluster has lost slots"),
          Map.entry("NOAUTH", "it wants a password: put one into its address"),
          Map.entry("WRONGPASS", "it does not know the user or the password"),
          Map.entry(
              "NOPERM", "its user may not do that; docs/many-machines.md lists what is used"));

  static Reply of(Throwable fault) {
    if (!(cause(fault) instanceof RedisCommandExecutionException refused)) {
      return UNAVAILABLE;
    }
    String text = String.valueOf(refused.getMessage());
    if (text.contains("equal or smaller than the target stream")) {
      return NOT_GREATER;
    }
    if (text.contains("exhausted the last possible ID")) {
      return ENDED;
    }
    return code(refused).equals("READONLY") ? READ_ONLY : UNAVAILABLE;
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String code(Throwable refused) {
    return String.valueOf(refused.getMessage()).split(" ", 2)[0];
  }

  /** The fault as a caller of the journal is told it. */
  static JournalUnavailableException unavailable(Throwable fault) {
    Throwable cause = cause(fault);
    return cause instanceof JournalUnavailableException known
        ? known
        : new JournalUnavailableException("Redis " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    if (cause instanceof RedisCommandTimeoutException) {
      return "did not answer in time";
    }
    @Nullable String remedy = REMEDIES.get(code(cause));
    return remedy != null ? "refuses: " + remedy : "cannot be reached: " + cause.getMessage();
  }
}
