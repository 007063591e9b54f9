package dev.tidings.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ManualExecutorTest {
  private final ManualExecutor executor = new ManualExecutor();
  private final List<String> ran = new ArrayList<>();

  @Test
  void nothingRunsBeforeItIsAskedFor() {
    executor.execute(() -> ran.add("first"));
    executor.execute(() -> executor.execute(() -> ran.add("third")));

    assertThat(ran).isEmpty();
    assertThat(executor.pending()).isEqualTo(2);
    assertThat(executor.runNext()).isTrue();
    assertThat(ran).containsExactly("first");
    assertThat(executor.runAll()).isEqualTo(2);
    assertThat(ran).containsExactly("first", "third");
    assertThat(executor.runNext()).isFalse();
  }

  @Test
  void itRefusesWhenATestWantsIt() {
    executor.refuseNext(1);

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.execute(() -> ran.add("refused")));
    executor.execute(() -> ran.add("taken"));
    executor.runAll();
    assertThat(ran).containsExactly("taken");
  }
}
