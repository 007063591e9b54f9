package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

class BoundedLinesTest {
  @Property
  void linesAreThoseThatJavaReads(
      @ForAll @CharRange(from = '\n', to = '\r') String ends, @ForAll long seed)
      throws IOException, Unreadable {
    String text = "a" + ends.replace("\u000b", "bc") + "d".repeat((int) (seed & 0x3FFF)) + ends;
    List<String> expected = new BufferedReader(new StringReader(text)).lines().toList();
    List<String> read = new ArrayList<>();
    BoundedLines lines = new BoundedLines(inPieces(text, seed));
    for (String line = lines.next(); line != null; line = lines.next()) {
      read.add(line);
    }
    assertThat(read).isEqualTo(expected);
  }

  /** As streams do: fewer characters than were asked for. */
  private static Reader inPieces(String text, long seed) {
    Random random = new Random(seed);
    return new StringReader(text) {
      @Override
      public int read(char[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(5)));
      }
    };
  }
}
