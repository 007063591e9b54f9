package dev.tidings.internal.task;

import dev.tidings.internal.run.Line;
import dev.tidings.journal.JournalUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to a journal that somebody waits for: each is tried again until it says something, or a
 * bound has passed; and while the journal says itself that it is away, nobody waits. Thread-safe.
 */
final class Attempts {
  private final HubContext hub;
  private final BooleanSupplier available;
  private final Duration bound;

  /**
   * Calls with a bound.
   *
   * @param available whether the journal takes anything now
   */
  Attempts(HubContext hub, BooleanSupplier available, Duration bound) {
    this.hub = hub;
    this.available = available;
    this.bound = bound;
  }

  /**
   * Tries until the call says something; completes in a turn, which must not block.
   *
   * @param what is wanted, for the error's text
   */
  <T> CompletionStage<T> persistently(String what, Supplier<CompletionStage<T>> call) {
    if (!available.getAsBoolean()) {
      return CompletableFuture.failedStage(unavailable(what, null));
    }
    return persistently(what, bound, available, call);
  }

  /** The same for what nobody waits for, with a bound of its own. */
  <T> CompletionStage<T> persistently(
      String what, Duration longest, Supplier<CompletionStage<T>> call) {
    return persistently(what, longest, () -> true, call);
  }

  private <T> CompletionStage<T> persistently(
      String what, Duration longest, BooleanSupplier hopeful, Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> said = new CompletableFuture<>();
    long due = hub.ticker().getAsLong() + longest.toNanos();
    BooleanSupplier again = () -> hub.ticker().getAsLong() - due < 0 && hopeful.getAsBoolean();
    attempt(what, call, again, 1, said);
    return said.thenApplyAsync(answer -> answer, hub.line().asExecutor());
  }

  private <T> void attempt(
      String what,
      Supplier<CompletionStage<T>> call,
      BooleanSupplier again,
      int number,
      CompletableFuture<T> said) {
    SharedLog.attempt(call)
        .whenComplete(
            (answer, fault) -> {
              if (fault == null) {
                said.complete(answer);
              } else if (!again.getAsBoolean()) {
                said.completeExceptionally(unavailable(what, fault));
              } else {
                Line.Turn next =
                    hub.line().once(() -> attempt(what, call, again, number + 1, said));
                var unused = hub.schedule(next::ask, SharedLog.pauseAfter(number));
              }
            });
  }

  /**
   * The same stage, which fails once the bound has passed, or at once while the journal is away.
   */
  <T> CompletionStage<T> within(String what, CompletionStage<T> stage) {
    CompletableFuture<T> bounded = new CompletableFuture<>();
    ScheduledFuture<?> timer =
        hub.schedule(
            () -> bounded.completeExceptionally(unavailable(what, null)),
            available.getAsBoolean() ? bound : Duration.ZERO);
    stage.whenComplete(
        (answer, fault) -> {
          if (timer != null) {
            timer.cancel(false);
          }
          if (fault == null) {
            bounded.complete(answer);
          } else {
            bounded.completeExceptionally(fault);
          }
        });
    return bounded;
  }

  private JournalUnavailableException unavailable(String what, @Nullable Throwable fault) {
    String when = available.getAsBoolean() ? "within " + bound : "because it is away";
    return new JournalUnavailableException(
        what + " was not answered by the journal " + when + "; try again later", fault);
  }
}
