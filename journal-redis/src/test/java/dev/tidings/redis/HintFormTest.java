package dev.tidings.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.journal.Batch;
import dev.tidings.journal.Entry;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HintFormTest {
  @Test
  void aSmallBatchTravelsWithItsHint() {
    Batch text = Fixture.text(41, "w1", "one\ntwo 籤\n");

    assertThat(HintForm.batch(HintForm.of(text))).contains(text);
  }

  @Test
  void anEndWithItsNumberTravelsToo() {
    Entry.Broke broke = new Entry.Broke(3, TaskFailure.of(FailureCode.CANCELLED));
    Batch end = Batch.of(7, "w1", List.of(broke));

    assertThat(HintForm.batch(HintForm.of(end))).contains(end);
  }

  @Test
  void aLargeBatchAndAnEndWithoutANumberAreRead() {
    byte[] random = new byte[5_000];
    new Random(1).nextBytes(random);

    assertThat(HintForm.batch(HintForm.of(new Batch(2, 1, "w1", false, random)))).isEmpty();
    assertThat(HintForm.batch(HintForm.of(Fixture.end("w2", FailureCode.CANCELLED)))).isEmpty();
  }

  @Test
  void whatOtherVersionsSayIsAHintWithoutABatch() {
    for (String other :
        List.of("", "w1", "w1 2 x more\n", "w1 -1 1 more\n", "w1 2 0 end\n", "w1 2\n")) {
      assertThat(HintForm.batch(other.getBytes(US_ASCII))).as(other).isEmpty();
    }
  }

  @Test
  void whateverComesDoesNoHarm() {
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      byte[] message = HintForm.of(Fixture.text(41, "w1", "one"));
      message[random.nextInt(message.length)] = (byte) random.nextInt();
      assertThat(HintForm.batch(message)).isNotNull();
    }
  }
}
