package dev.tidings.examples.fortune;

import dev.tidings.HubObserver;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.Stage;
import dev.tidings.TaskView;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.TaskStreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Binds what the hub and the transport tell to meters; docs/operations.md lists them. */
final class ServerMetrics {
  private final MeterRegistry registry;

  ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Meters that are read when they are asked for. */
  void gauges(ProgressHub hub, TaskStreams streams, Desk desk) {
    registry.gauge("tidings.tasks.kept", hub, ProgressHub::size);
    Gauge.builder("tidings.tasks.retained", hub, ProgressHub::bytes)
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("tidings.tasks.budget", hub, ProgressHub::maxBytes)
        .baseUnit("bytes")
        .register(registry);
    registry.gauge("tidings.tasks.waiting", desk, Desk::waiting);
    registry.gauge("tidings.journal.available", hub, tasks -> tasks.journalAvailable() ? 1 : 0);
    registry.gauge("tidings.sse.sessions", streams, TaskStreams::sessions);
  }

  HubObserver hub() {
    return new HubObserver() {
      private final Counter started = registry.counter("tidings.tasks.started");
      private final Counter refused = registry.counter("tidings.appends.refused");
      private final Counter evicted = registry.counter("tidings.tasks.evicted");

      @Override
      public void taskStarted(TaskView task) {
        started.increment();
      }

      @Override
      public void stageEnded(TaskView task, Stage stage, Duration duration) {
        registry.timer("tidings.stage.duration", "stage", stage.name()).record(duration);
      }

      @Override
      public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
        String outcome =
            event instanceof ProgressEvent.Failed failed
                ? failed.failure().code().wireName()
                : "completed";
        registry.timer("tidings.task.duration", "outcome", outcome).record(duration);
      }

      @Override
      public void appendRefused(TaskView task) {
        refused.increment();
      }

      @Override
      public void taskEvicted(TaskView task) {
        evicted.increment();
      }
    };
  }

  StreamObserver streams() {
    return new StreamObserver() {
      private final Counter events = registry.counter("tidings.sse.events");
      private final Counter bytes =
          Counter.builder("tidings.sse.written").baseUnit("bytes").register(registry);
      private final DistributionSummary lags = registry.summary("tidings.sse.lag");
      private final Timer writes = registry.timer("tidings.sse.write.duration");
      private final Counter coalesced = registry.counter("tidings.sse.coalesced");
      private final Counter resyncs = registry.counter("tidings.sse.resyncs");

      @Override
      public void sessionOpened(String dialect) {
        registry.counter("tidings.sse.opened", "format", dialect).increment();
      }

      @Override
      public void sessionClosed(String dialect, SessionEnd reason, Duration duration) {
        registry
            .timer("tidings.sse.session", "format", dialect, "reason", reason.metricName())
            .record(duration);
      }

      @Override
      public void written(int count, int size, long lag, Duration duration) {
        events.increment(count);
        bytes.increment(size);
        lags.record((double) lag);
        writes.record(duration);
      }

      @Override
      public void coalesced(long count) {
        coalesced.increment((double) count);
      }

      @Override
      public void resynced() {
        resyncs.increment();
      }

      @Override
      public void refused(StreamAnswer.Kind why) {
        registry.counter("tidings.sse.refused", "reason", why.code()).increment();
      }
    };
  }
}
