package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.sse.SseTransport;

class JdkStreamsTest extends HostStreams {
  @Override
  RunningHost start(ProgressHub tasks, SseTransport streams) throws Exception {
    return RunningHost.jdk(streams, executor);
  }
}
