package dev.tidings.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.client.EventLines.Frame;
import dev.tidings.client.EventLines.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
  private final List<Duration> retries = new ArrayList<>();

  private List<Frame> read(byte[] bytes, int chunk, int most) throws Exception {
    Queue<ByteBuffer> chunks = new ArrayDeque<>();
    for (int i = 0; i < bytes.length; i += chunk) {
      chunks.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + chunk))));
    }
    EventLines lines = new EventLines(chunks::poll, most, retries::add);
    List<Frame> frames = new ArrayList<>();
    for (Frame frame = lines.next(); frame != null; frame = lines.next()) {
      frames.add(frame);
    }
    return frames;
  }

  private List<Frame> read(String text) throws Exception {
    return read(text.getBytes(UTF_8), 7, 1000);
  }

  @Provide
  Arbitrary<List<Frame>> frames() {
    Arbitrary<String> id =
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(20);
    Arbitrary<String> text =
        Arbitraries.strings().all().excludeChars('\r', '\n', '\ufeff').ofMaxLength(40);
    Arbitrary<String> data =
        text.filter(line -> line.equals(new String(line.getBytes(UTF_8), UTF_8)))
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(lines -> String.join("\n", lines));
    return Combinators.combine(id.injectNull(0.3), Arbitraries.of("", "message", "other"), data)
        .as(Frame::new)
        .list()
        .ofMaxSize(8);
  }

  @Property
  void whateverGoesInComesOutHoweverItIsCut(
      @ForAll("frames") List<Frame> frames,
      @ForAll @IntRange(min = 1, max = 50) int chunk,
      @ForAll boolean mark,
      @ForAll("ends") String end)
      throws Exception {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    if (mark) {
      wire.writeBytes("\ufeff".getBytes(UTF_8));
    }
    for (Frame frame : frames) {
      StringBuilder lines = new StringBuilder(": a comment").append(end);
      if (frame.id() != null) {
        lines.append("id: ").append(frame.id()).append(end);
      }
      if (!frame.name().isEmpty()) {
        lines.append("event:").append(frame.name()).append(end);
      }
      for (String line : frame.data().split("\n", -1)) {
        lines.append("data: ").append(line).append(end);
      }
      wire.writeBytes(lines.append(end).toString().getBytes(UTF_8));
    }

    assertThat(read(wire.toByteArray(), chunk, 10_000)).isEqualTo(frames);
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }

  @Test
  void eventWithoutItsBlankLineIsNotGiven() throws Exception {
    assertThat(read("id: a-1\ndata: 1\n\nid: a-2\ndata: 2\n"))
        .containsExactly(new Frame("a-1", "", "1"));
  }

  @Test
  void idBelongsToItsEventOnly() throws Exception {
    assertThat(read("id: a-1\ndata: 1\n\ndata: 2\n\n"))
        .containsExactly(new Frame("a-1", "", "1"), new Frame(null, "", "2"));
  }

  @Test
  void retryIsToldAndWhatIsNoNumberIsNot() throws Exception {
    assertThat(read("retry: 1500\n\nretry: soon\nretry: -1\nretry:\nretry: 99999999999999999999\n"))
        .isEmpty();
    assertThat(retries).containsExactly(Duration.ofMillis(1500), Duration.ofHours(1));
  }

  @Test
  void oneSpaceAfterTheColonIsNotPartOfTheValue() throws Exception {
    assertThat(read("data:  x\ndata:y\ndata\n\n")).containsExactly(new Frame(null, "", " x\ny\n"));
  }

  @Test
  void carriageReturnEndsALineBeforeTheLineFeedHasCome() throws Exception {
    assertThat(read("data: 1\r\n\r".getBytes(UTF_8), 1, 100))
        .containsExactly(new Frame(null, "", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data: ", ": ", "id: ", "nonsense"})
  void lineWithoutAnEndIsRefusedAtTheLimit(String start) {
    assertThatThrownBy(() -> read((start + "x".repeat(2000)).getBytes(UTF_8), 100, 1000))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("1000 bytes");
  }

  @Test
  void eventOfManyLinesIsRefusedAtTheLimit() {
    assertThatThrownBy(() -> read("data: 0123456789\n".repeat(200)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void manyEmptyDataLinesAreBoundedToo() {
    EventLines lines =
        new EventLines(() -> ByteBuffer.wrap("data:\n".getBytes(UTF_8)), 1000, retries::add);

    assertThatThrownBy(lines::next).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0001b", "ä", "福"})
  void idThatCannotBeSentBackBreaksTheProtocol(String id) {
    assertThatThrownBy(() -> read("id: " + id + "\ndata: 1\n\n")).isInstanceOf(IOException.class);
  }

  @Test
  void idWithNulAndEmptyIdAreNoIds() throws Exception {
    assertThat(read("id: a\0b\ndata: 1\n\nid\ndata: 2\n\n"))
        .containsExactly(new Frame(null, "", "1"), new Frame(null, "", "2"));
  }
}
