package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A process that builds, changes and builds again an index, and says a character a step. */
final class ChangingIndex {
  static final int ENTRIES = 300;

  private ChangingIndex() {}

  /** Works until it is killed. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    while (true) {
      for (String version : List.of("a", "b")) {
        try (LuceneIndex index = LuceneIndex.inFolder(folder, source(version, () -> said('.')))) {
          said('o');
          index.put(List.of(Entry.of("more", "one", "more", version)));
          said('p');
          index.delete("more", "one");
          said('d');
        }
      }
    }
  }

  /** Entries that all say the version; the step is run before each. */
  static EntrySource source(String version, Runnable step) {
    EntrySource entries =
        EntrySource.of(
            IntStream.range(0, ENTRIES)
                .mapToObj(i -> Entry.of("set", Integer.toString(i), "title " + i, version + i))
                .toList());
    return new EntrySource() {
      @Override
      public String fingerprint() {
        return version;
      }

      @Override
      public void forEach(Taker taker) throws IOException {
        entries.forEach(
            entry -> {
              step.run();
              taker.take(entry);
            });
      }
    };
  }

  static void said(char step) {
    System.out.print(step);
    System.out.flush();
  }
}
