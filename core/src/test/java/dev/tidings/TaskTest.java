package dev.tidings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "task_1.2:3-4", "Zz9"})
  void anIdOfLettersDigitsAndFourSignsIsAccepted(String id) {
    assertThat(Task.create(id).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "_a", "a b", "a/b", "a\n", "a\r\nid: 1", "籤", "é"})
  void anyOtherIdIsRefusedWithItsValue(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create(id))
        .withMessageContaining("task id '" + id + "'");
  }

  @Test
  void theLongestIdHas128Characters() {
    assertThat(Task.create("a".repeat(128)).id()).hasSize(128);
    assertThatIllegalArgumentException().isThrownBy(() -> Task.create("a".repeat(129)));
  }

  @Test
  void eachMethodReturnsAChangedCopy() {
    Task plain = Task.create("t");
    Task full =
        plain
            .owner("user_7")
            .locale(Locale.JAPANESE)
            .deadline(Duration.ofSeconds(9))
            .stageDeadline(Stage.PROCESSING, Duration.ofSeconds(1))
            .attribute("deity_id", "guan_yu");

    assertThat(plain.owner()).isEmpty();
    assertThat(plain.locale()).isEqualTo(Locale.ENGLISH);
    assertThat(plain.deadline()).isEmpty();
    assertThat(plain.stageDeadlines()).isEmpty();
    assertThat(plain.attributes()).isEmpty();
    assertThat(full.id()).isEqualTo("t");
    assertThat(full.owner()).contains("user_7");
    assertThat(full.locale()).isEqualTo(Locale.JAPANESE);
    assertThat(full.deadline()).contains(Duration.ofSeconds(9));
    assertThat(full.stageDeadlines()).isEqualTo(Map.of(Stage.PROCESSING, Duration.ofSeconds(1)));
    assertThat(full.attributes()).isEqualTo(Map.of("deity_id", "guan_yu"));
  }

  @Test
  void anOwnerIsAnyTextThatIsNotTooLong() {
    String longest = "長".repeat(Task.MAX_OWNER);

    assertThat(Task.create("t").owner(longest).owner()).contains(longest);
    for (String wrong : List.of("", " \u3000", longest + "x")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Task.create("t").owner(wrong))
          .withMessageContaining("an owner of " + wrong.length() + " characters");
    }
  }

  @Test
  void attributesKeepTheirOrderAndTypes() {
    Task task =
        Task.create("t")
            .attribute("z", "text")
            .attribute("b", true)
            .attribute("i", 40)
            .attribute("l", 40L)
            .attribute("a", 0.5);

    assertThat(task.attributes().keySet()).containsExactly("z", "b", "i", "l", "a");
    assertThat(task.attributes().values()).containsExactly("text", true, 40, 40L, 0.5);
  }

  @Test
  void anAttributeIsSeenOrPrivateAsWasSaidLast() {
    Task seen = Task.create("t").attribute("plan", "gold").attribute("a", 1);
    Task unseen = seen.privateAttribute("plan", "silver").privateAttribute("b", true);

    assertThat(seen.privateAttributes()).isEmpty();
    assertThat(unseen.attributes()).isEqualTo(Map.of("a", 1));
    assertThat(unseen.privateAttributes()).isEqualTo(Map.of("plan", "silver", "b", true));
    assertThat(unseen.attribute("plan", "tin").privateAttributes()).isEqualTo(Map.of("b", true));
    assertThat(unseen.owner("o").privateAttributes()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").privateAttribute("poems", List.of()))
        .withMessageContaining("attribute 'poems'");
  }

  @Test
  void anAttributeOfAnotherTypeIsRefusedByNameAndType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").attribute("poems", List.of()))
        .withMessageContaining("attribute 'poems'")
        .withMessageContaining("List");
  }

  @Test
  void anAttributeWithoutANameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").attribute(" ", 1))
        .withMessageContaining("attribute needs a name");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aDeadlineThatIsNotPositiveIsRefused(int seconds) {
    Duration time = Duration.ofSeconds(seconds);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").deadline(time))
        .withMessageContaining("deadline " + time);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Task.create("t").stageDeadline(Stage.ANALYZING_RAG, time))
        .withMessageContaining("stage 'analyzing_rag' " + time);
  }
}
