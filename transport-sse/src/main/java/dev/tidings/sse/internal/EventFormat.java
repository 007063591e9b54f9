package dev.tidings.sse.internal;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskView;
import dev.tidings.sse.SseFormat;
import java.time.Instant;
import java.util.Locale;

/** Turns events into frames. Stateless. */
interface EventFormat {
  /** A frame without bytes, for an event that a format does not show. */
  byte[] NOTHING = {};

  /** The frame of an event, the same for every client. */
  byte[] encode(TaskView task, String epoch, ProgressEvent event);

  /** A sign of life for one client. */
  byte[] ping(TaskView task, Instant now, long aliveSeconds);

  /** The format of that kind. */
  static EventFormat of(SseFormat format) {
    return switch (format) {
      case ENHANCED -> EnhancedFormat.INSTANCE;
      case TRADITIONAL -> TraditionalFormat.INSTANCE;
    };
  }

  /** The word clients know a language by. */
  static String language(Locale locale) {
    return locale.getLanguage();
  }
}
