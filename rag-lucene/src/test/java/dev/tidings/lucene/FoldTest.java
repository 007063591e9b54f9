package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldTest {
  @Test
  void theTableIsWhatIcuAndTheFormsMake() throws IOException {
    try (InputStream in = Fold.class.getResourceAsStream("fold.txt")) {
      String table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(table).isEqualTo(FoldTable.text());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "榮, 荣, 栄", "臺, 台, 台", "裡, 裏, 里", "煙, 烟, 烟", "學, 学, 学", "氣, 气, 気", "驗, 验, 験",
    "圖, 图, 図", "經, 经, 経", "關, 关, 関", "龍, 龙, 竜", "峰, 峯, 峰", "群, 羣, 群", "爲, 為, 为"
  })
  void formsOfOneCharacterAreFoldedAlike(char one, char other, char third) {
    assertThat(Fold.of(one)).isEqualTo(Fold.of(other)).isEqualTo(Fold.of(third));
  }

  @Test
  void whatIsFoldedIsNotFoldedFurther() {
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      assertThat(Fold.of(Fold.of(c))).isEqualTo(Fold.of(c));
    }
  }
}
