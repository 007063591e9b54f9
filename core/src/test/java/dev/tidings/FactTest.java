package dev.tidings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fact may hold, and what is said of what it may not. */
class FactTest {
  private static void assertRefused(Map<String, ?> values, String... said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fact.of("sources", values))
        .withMessageStartingWith("data 'sources'")
        .satisfies(refused -> assertThat(refused.getMessage()).contains(said));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sources", "tool_call", "a", "x2"})
  void aNameIsLowerCaseSnakeCase(String name) {
    assertThat(Fact.of(name, Map.of()).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sources",
        "2x",
        "_x",
        "a-b",
        "a b",
        "a.b",
        "籤",
        "a\n",
        "toolcalltoolcalltoolcalltoolcalltoolcall1x"
      })
  void anyOtherNameIsRefusedByItsName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fact.of(name, Map.of()))
        .withMessageContaining("'" + name + "'")
        .withMessageContaining("1 to 40 lower-case letters");
  }

  @Test
  void everyTypeIsKeptInTheHostsOrder() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("z", "籤 \uD83D");
    values.put("y", true);
    values.put("x", List.of(1, 2L, (short) 3, (byte) 4, 0.5, 0.25f, "", List.of()));
    values.put("w", Map.of("inner", List.of(Map.of("deepest", 1))));

    Fact fact = Fact.of("sources", values);

    assertThat(fact.values()).isEqualTo(values);
    assertThat(fact.values().keySet()).containsExactly("z", "y", "x", "w");
  }

  @Test
  void whatTheHostChangesLaterIsNotTheFacts() {
    List<Object> inner = new ArrayList<>(List.of("a"));
    Map<String, Object> values = new HashMap<>(Map.of("list", inner));
    Fact fact = Fact.of("sources", values);

    inner.add("b");
    values.put("more", 1);

    assertThat(fact.values()).isEqualTo(Map.of("list", List.of("a")));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> fact.values().put("x", 1));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> ((List<?>) requireNonNull(fact.values().get("list"))).remove(0));
  }

  @Test
  void nullIsRefusedWhereItLies() {
    Map<String, Object> source = new HashMap<>();
    source.put("title", null);
    assertRefused(
        Map.of("sources", List.of(Map.of("title", "a"), source)),
        "value sources[1].title is null",
        "leave it out");
    assertRefused(Map.of("list", Arrays.asList(1, null)), "value list[1] is null");
  }

  @Test
  void numbersThatJsonLacksAreRefused() {
    assertRefused(Map.of("score", Double.NaN), "value score is NaN", "leave it out");
    assertRefused(Map.of("a", List.of(Float.NEGATIVE_INFINITY)), "value a[0] is -Infinity");
  }

  @Test
  void otherTypesAreRefusedByTheirName() {
    assertRefused(
        Map.of("price", new BigDecimal("1.5")),
        "value price is a java.math.BigDecimal",
        "a String",
        "a List or a Map");
  }

  @Test
  void aKeyIsAStringThatOneCanRead() {
    assertRefused(Map.of("a", Map.of(7, "x")), "value a has the key 7", "keys of data are Strings");
    assertRefused(Map.of("a", Map.of(" ", "x")), "value a has a key of 1 characters");
    assertRefused(Map.of("k".repeat(101), 1), "has a key of 101 characters");
  }

  @Test
  void fourLevelsAreTakenAndAFifthIsNot() {
    Map<String, Object> four = Map.of("2", List.of(Map.of("4", "x")));
    assertThat(Fact.of("sources", Map.of("1", List.of(List.of(List.of())))).values()).hasSize(1);
    assertThat(Fact.of("sources", four).values()).isEqualTo(four);
    assertRefused(
        Map.of("1", List.of(List.of(List.of(List.of())))),
        "value 1[0][0][0]",
        "a level below the 4");
  }

  @Test
  void aMapInsideItselfIsRefusedAsTooDeep() {
    Map<String, Object> round = new HashMap<>();
    round.put("again", round);

    assertRefused(round, "value again.again.again.again");
  }

  @Test
  void sixteenKibibytesOfJsonAreTakenAndNoMore() {
    // {"a":"…"}, and a comma that might stand behind the text and the object.
    String most = "x".repeat(Fact.MAX_BYTES - 10);
    assertThat(Fact.of("sources", Map.of("a", most)).values()).containsEntry("a", most);
    assertRefused(
        Map.of("a", most + "x"), "value a", "passes 16384 bytes of JSON", "send what names it");
    assertRefused(Map.of("a", "籤".repeat(5_500)), "16384 bytes");
    assertRefused(Map.of("a", "\u0001".repeat(2_800)), "16384 bytes");
  }

  @Test
  void whatIsTooLargeIsNotCopiedToItsEnd() {
    assertRefused(Map.of("a", Collections.nCopies(Integer.MAX_VALUE, true)), "value a[");
  }
}
