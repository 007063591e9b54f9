package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.sse.SseTransport;

class ServletStreamsTest extends HostStreams {
  @Override
  RunningHost start(ProgressHub tasks, SseTransport streams) throws Exception {
    return RunningHost.servlet(tasks, noQuestions(executor), streams);
  }
}
