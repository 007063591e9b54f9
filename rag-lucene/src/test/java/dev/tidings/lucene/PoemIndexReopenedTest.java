package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PoemIndexReopenedTest extends PoemIndexContract {
  @TempDir Path folder;

  @Override
  PoemIndex open(PoemCorpus corpus) throws IOException {
    PoemIndex.inFolder(folder, corpus).close();
    return PoemIndex.inFolder(folder, corpus);
  }
}
