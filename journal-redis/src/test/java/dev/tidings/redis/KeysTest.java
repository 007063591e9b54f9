package dev.tidings.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KeysTest {
  private final Keys keys = new Keys("team:");

  @Test
  void whatBelongsToATaskIsOnOneSlotOfACluster() {
    assertThat(keys.log("task_1")).isEqualTo("team:{task_1}:log");
    assertThat(keys.hints("task_1")).isEqualTo("team:{task_1}:hints");
  }

  @Test
  void aChannelTellsItsTask() {
    assertThat(keys.taskOf(keys.hints("a.b:c_d-e"))).contains("a.b:c_d-e");
    assertThat(keys.taskOf(keys.ends("p1"))).isEmpty();
    assertThat(new Keys("other:").taskOf(keys.hints("a"))).isEmpty();
  }

  @Test
  void anOwnerOfAnyLettersHasANameOfItsOwn() {
    assertThat(Keys.nameOf("user_7")).matches("[0-9a-f]{32}").isEqualTo(Keys.nameOf("user_7"));
    assertThat(Keys.nameOf("\uD83D")).isNotEqualTo(Keys.nameOf("\uDC09"));
    assertThat(Keys.nameOf("?")).isNotEqualTo(Keys.nameOf("\uD83D"));
  }

  @Test
  void aPrefixThatWouldMoveTasksIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Keys("{a}"))
        .withMessageContaining("'{a}'");
  }

  @Test
  void theMarkFollowsFromThePrefix() {
    assertThat(keys.mark())
        .matches("[A-Za-z0-9]{1,16}")
        .isEqualTo(new Keys("team:").mark())
        .isNotEqualTo(new Keys("other:").mark());
  }
}
