package dev.tidings.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  /** What a body asks of its HTTP client. */
  private static final class Asked implements Flow.Subscription {
    private long requested;
    private boolean cancelled;

    @Override
    public void request(long number) {
      requested += number;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final Asked asked = new Asked();
  private final EventStream body = new EventStream(Duration.ofSeconds(20));

  private static List<ByteBuffer> batch(String... texts) {
    return List.of(texts).stream().map(text -> ByteBuffer.wrap(text.getBytes(UTF_8))).toList();
  }

  @Test
  void nextBatchIsAskedForWhenTheOneBeforeIsTaken() throws Exception {
    body.onSubscribe(asked);
    assertThat(asked.requested).isEqualTo(1);
    body.onNext(batch("a", "b"));
    assertThat(asked.requested).isEqualTo(1);

    assertThat(body.next()).isEqualTo(batch("a").get(0));
    assertThat(asked.requested).isEqualTo(2);
    body.onNext(batch("c"));
    assertThat(body.next()).isEqualTo(batch("b").get(0));
    assertThat(asked.requested).isEqualTo(2);
    assertThat(body.next()).isEqualTo(batch("c").get(0));
    assertThat(asked.requested).isEqualTo(3);
  }

  @Test
  void endIsToldAgainAndAgain() throws Exception {
    body.onSubscribe(asked);
    body.onComplete();

    assertThat(body.next()).isNull();
    assertThat(body.next()).isNull();
  }

  @Test
  void breakIsToldAfterWhatCameBefore() throws Exception {
    body.onSubscribe(asked);
    body.onNext(batch("a"));
    body.onError(new IOException("reset"));

    assertThat(body.next()).isEqualTo(batch("a").get(0));
    assertThatThrownBy(body::next).isInstanceOf(IOException.class).hasRootCauseMessage("reset");
  }

  @Test
  void cutBeforeTheSubscriptionCancelsIt() {
    body.cut();
    body.onSubscribe(asked);

    assertThat(asked.cancelled).isTrue();
    assertThat(asked.requested).isZero();
    assertThatThrownBy(body::next).isInstanceOf(IOException.class);
  }

  @Test
  void textIsBounded() throws Exception {
    body.onSubscribe(asked);
    body.onNext(batch("福氣", "福氣"));
    body.onComplete();

    assertThatThrownBy(() -> body.text(11, Duration.ofSeconds(20))).isInstanceOf(IOException.class);
    assertThat(asked.cancelled).isTrue();
  }
}
