package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What makes a stream ticket good, and for how long. */
class TicketsTest {
  private static final byte[] KEY = new byte[32];
  private static final Identity VISITOR =
      new Identity("a.visitor\nof 籤", Instant.parse("2026-01-01T12:00:00.123Z"));
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private final Tickets tickets = new Tickets(KEY, () -> now);

  private void assertRefused(String ticket, String taskId) {
    assertThatThrownBy(() -> tickets.verify(ticket, taskId))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(401));
  }

  @Test
  void speaksForItsUserUntilTheTokenOfThatUserExpires() {
    String ticket = tickets.issue("task_1", VISITOR);

    assertThat(tickets.verify(ticket, "task_1")).isEqualTo(VISITOR);
    assertThat(new Tickets(KEY, () -> now).verify(ticket, "task_1")).isEqualTo(VISITOR);
  }

  @Test
  void isGoodForAMinute() {
    String ticket = tickets.issue("task_1", VISITOR);

    now = now.plus(Duration.ofMillis(59_999));
    assertThat(tickets.verify(ticket, "task_1")).isEqualTo(VISITOR);
    now = now.plusMillis(1);
    assertRefused(ticket, "task_1");
  }

  @Test
  void isNotGoodForLongerThanItsToken() {
    now = VISITOR.expiresAt().minusMillis(2);
    String ticket = tickets.issue("task_1", VISITOR);

    now = now.plusMillis(1);
    assertThat(tickets.verify(ticket, "task_1")).isEqualTo(VISITOR);
    now = now.plusMillis(1);
    assertRefused(ticket, "task_1");
  }

  @Test
  void isGoodForOneTask() {
    String ticket = tickets.issue("task_1", VISITOR);

    assertRefused(ticket, "task_11");
    assertRefused(ticket, "task_");
    assertRefused(ticket, "");
  }

  @Test
  void isSignedWithTheServersKey() {
    byte[] other = KEY.clone();
    other[0]++;

    assertRefused(new Tickets(other, () -> now).issue("task_1", VISITOR), "task_1");
  }

  @Test
  void whatIsNoTicketIsRefused() {
    String nothing = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
    for (String text :
        new String[] {"", ".", "a", "a.b", "!.!", nothing, nothing + "." + nothing}) {
      assertRefused(text, "task_1");
    }
  }

  @Property(tries = 200)
  void whoeverChangesACharacterHasNoTicket(
      @ForAll @IntRange(max = 1000) int place, @ForAll char other) {
    String ticket = tickets.issue("task_1", VISITOR);
    int at = place % ticket.length();
    // The last digit of each part has bits that say nothing.
    if (ticket.charAt(at) != other && !lastOfItsPart(ticket, at)) {
      assertRefused(ticket.substring(0, at) + other + ticket.substring(at + 1), "task_1");
    }
  }

  private static boolean lastOfItsPart(String ticket, int at) {
    return at == ticket.length() - 1 || ticket.charAt(at + 1) == '.';
  }
}
