package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PoemIndexInFolderTest extends PoemIndexContract {
  @TempDir Path folder;

  @Override
  PoemIndex open(PoemCorpus corpus) throws IOException {
    return PoemIndex.inFolder(folder.resolve("made/on/demand"), corpus);
  }
}
