package dev.tidings.dialects;

import dev.tidings.stream.Dialect;

/** The dialects that come with Tidings. Each is stateless, and the same at each call. */
public final class Dialects {
  private Dialects() {}

  /** Every event with all its fields: steps, messages, the text as it is written, the result. */
  public static Dialect enhanced() {
    return EnhancedDialect.INSTANCE;
  }

  /** The older clients' events: status, progress, complete, error and ping, and no other. */
  public static Dialect traditional() {
    return TraditionalDialect.INSTANCE;
  }

  /** The UI message stream of the AI SDK, version 1, which {@code useChat} reads. */
  public static Dialect aiSdk() {
    return AiSdkDialect.INSTANCE;
  }

  /**
   * The dialect of AG-UI 1.0, for clients that name a version of the protocol; see {@link AgUi}.
   */
  public static Dialect agUi() {
    return AgUiDialect.CURRENT;
  }

  /**
   * Durable Streams, whose messages are the enhanced dialect's objects; see {@link DurableStreams},
   * which also answers the reads that are no event streams.
   */
  public static Dialect durableStreams() {
    return DurableDialect.INSTANCE;
  }
}
