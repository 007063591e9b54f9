package dev.tidings.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressTest {
  @Test
  void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisJournal.builder("http://me:secret@there"))
        .withMessageContaining("redis://")
        .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("secret"));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    RedisJournalBuilder builder = RedisJournal.builder("redis://127.0.0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.lease(Duration.ofMillis(999)))
        .withMessageContaining("lease PT0.999S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retention(Duration.ZERO))
        .withMessageContaining("retention PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Duration.ofHours(1)))
        .withMessageContaining("timeout PT1H");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.prefix("{}"));
  }
}
