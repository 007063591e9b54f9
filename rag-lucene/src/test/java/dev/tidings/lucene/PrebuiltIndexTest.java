package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class PrebuiltIndexTest {
  @Test
  void isThereForTheEmbeddedPoemsAndSaysWhatABuiltOneSays() throws IOException {
    PoemCorpus corpus = PoemCorpus.embedded();
    try (Directory prebuilt = PrebuiltIndex.of(corpus).orElseThrow();
        PoemIndex read = PoemIndex.inMemory(corpus);
        PoemIndex built = PoemIndex.inMemory(corpus.plus(Corpora.small()))) {
      assertThat(prebuilt.listAll()).isNotEmpty();
      assertThat(built.deities()).containsAll(read.deities());
      for (Deity deity : read.deities()) {
        for (int number = 1; number <= deity.poemCount(); number++) {
          assertThat(read.find(deity.id(), number)).isEqualTo(built.find(deity.id(), number));
        }
      }
      for (String text : List.of("只聽耳邊消息到", "patience", "婚姻", "下下籤")) {
        assertThat(read.search(text, "guan_yu", 5).get(0).poem())
            .isEqualTo(built.search(text, "guan_yu", 5).get(0).poem());
      }
    }
  }

  @Test
  void isOfNoUseForOtherPoems() throws IOException {
    assertThat(PrebuiltIndex.of(Corpora.small())).isEmpty();
    assertThat(PrebuiltIndex.of(PoemCorpus.embedded().plus(Corpora.small()))).isEmpty();
    CorpusFile changed = new CorpusFile("corpus/guan_yu.jsonl", new byte[] {'{'});
    assertThat(PrebuiltIndex.of(PoemCorpus.of(changed))).isEmpty();
  }
}
