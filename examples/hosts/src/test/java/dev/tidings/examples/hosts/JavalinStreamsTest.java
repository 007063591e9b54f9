package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.sse.SseTransport;

class JavalinStreamsTest extends HostStreams {
  @Override
  RunningHost start(ProgressHub tasks, SseTransport streams) throws Exception {
    return RunningHost.javalin(tasks, noQuestions(executor), streams);
  }
}
