package dev.tidings.lucene;

import java.io.IOException;

class PoemIndexInMemoryTest extends PoemIndexContract {
  @Override
  PoemIndex open(PoemCorpus corpus) throws IOException {
    return PoemIndex.inMemory(corpus);
  }
}
