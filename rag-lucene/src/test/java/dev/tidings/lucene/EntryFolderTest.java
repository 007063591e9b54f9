package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryFolderTest {
  @TempDir Path folder;

  @Test
  void readsWhatTemplesExport() throws IOException {
    write(
        "GuanYin100/guan_yin_7.json",
        """
        {"id":7,"title":"第七籤","subtitle":"仁貴遇仙","fortune":"中籤","colour":"red",
         "poem":["奔波阻隔重重險","帶水拖泥去度山","更望他鄉求用事","千鄉萬里未回還"],
         "analysis":{"zh":"守舊待時。","en":"Wait.","jp":"待ちなさい。","reference":"薛仁貴的故事。"},
         "rag_analysis":"凡事未通。"}""");

    FolderReading reading = EntryFolder.of(folder).read();

    assertThat(reading.names()).isEqualTo(Map.of("guan_yin", "觀音菩薩"));
    assertThat(reading.entries())
        .containsExactly(
            Entry.of("guan_yin", "7", "第七籤", "奔波阻隔重重險\n帶水拖泥去度山\n更望他鄉求用事\n千鄉萬里未回還")
                .withNotes(Map.of("zh", "守舊待時。", "en", "Wait.", "ja", "待ちなさい。"))
                .withFacts(
                    Map.of(
                        "rank", "中籤",
                        "subtitle", "仁貴遇仙",
                        "story", "薛仁貴的故事。",
                        "analysis", "凡事未通。")));
  }

  @Test
  void takesTheNumberFromTheIdHoweverItIsWrittenElseFromTheFile() throws IOException {
    write("Mazu/mazu_1.json", poem("1"));
    write("Mazu/mazu_x.json", poem("\"2\""));
    write("Mazu/mazu_y.json", poem("\"第三籤\""));
    write("Mazu/mazu_z.json", poem("\"四\""));
    write("Mazu/mazu_5.json", poem("\"日出便見風雲散\""));
    write("Mazu/mazu_6.json", "{\"poem\":\"一\"}");

    assertThat(EntryFolder.of(folder).read().entries())
        .extracting(Entry::id)
        .containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void takesPoemsOfAnyLengthInAnyScript() throws IOException {
    write("Asakusa/asakusa_1.json", "{\"id\":1,\"poem\":\"月被浮雲翳，立事自昏迷。幸乞陰公祐，何慮不開眉。\"}");
    write("ErawanShrine/e_1.json", "{\"id\":1,\"title\":\"หนึ่ง\",\"poem\":[\"โชคดี\",\"มีสุข\"]}");
    write("CityGod/c_1.json", "{\"id\":1,\"poem\":\"一行\\n二行\\n三行\"}");

    assertThat(EntryFolder.of(folder).read().entries())
        .extracting(entry -> entry.collection() + ": " + entry.text().lines().count())
        .containsExactly("asakusa: 4", "city_god: 3", "erawan_shrine: 2");
  }

  @Test
  void aBadFileNeverStopsTheRestAndIsToldWithPlaceReasonAndRemedy() throws IOException {
    write("GuanYu/a_1.json", poem("1"));
    write("GuanYu/a_2.json", "{\n\"id\":2,}");
    write("GuanYu/a_3.json", "[]");
    write("GuanYu/a_4.json", "{\"id\":4}");
    write("GuanYu/a_5.json", "{\"id\":5,\"poem\":[1]}");
    write("GuanYu/a_6.json", "{\"id\":6,\"poem\":[\"\\ud83d\"]}");
    write("GuanYu/nameless.json", "{\"poem\":\"一\"}");
    Files.write(folder.resolve("GuanYu/a_7.json"), new byte[] {(byte) 0xFF});
    write("月老/a_1.json", poem("1"));
    write("GuanYu/a_9.json", poem("9"));

    FolderReading reading = EntryFolder.of(folder).read();

    assertThat(reading.entries()).extracting(Entry::id).containsExactly("1", "9");
    assertThat(reading.problems())
        .filteredOn(problem -> problem.effect() == ReadProblem.Effect.LEFT_OUT)
        .extracting(problem -> Path.of(problem.file()).getFileName() + "|" + problem.place())
        .containsExactlyInAnyOrder(
            "a_2.json|line 2 column 8",
            "a_3.json|",
            "a_4.json|poem",
            "a_5.json|poem",
            "a_6.json|poem",
            "a_7.json|",
            "nameless.json|id",
            "月老|");
    assertThat(reading.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.reason()).isNotBlank();
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  @Test
  void tellsDuplicatesGapsAndMixedLengths() throws IOException {
    write("GuanYu/a_1.json", poem("1"));
    write("GuanYu/b_1.json", poem("1"));
    write("GuanYu/a_3.json", poem("3"));
    write("GuanYu/a_4.json", "{\"poem\":[\"一\",\"二\",\"三\"]}");

    FolderReading reading = EntryFolder.of(folder).read();

    assertThat(reading.problems())
        .extracting(ReadProblem::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("number 1 of guan_yu is already in", "a_1.json"),
            reason -> assertThat(reason).isEqualTo("numbers are missing: 2"),
            reason ->
                assertThat(reason)
                    .isEqualTo("poems have different numbers of lines: 3 in 1, 4 in 2"));
  }

  @Test
  void aStrictReadingRefuses() throws IOException {
    write("GuanYu/a_1.json", poem("1"));
    assertThat(EntryFolder.of(folder).read().strict().entries()).hasSize(1);
    write("GuanYu/a_2.json", "");

    FolderReading reading = EntryFolder.of(folder).read();
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(reading::strict)
        .withMessageStartingWith("1 problems")
        .withMessageContaining("a_2.json");
  }

  @Test
  void aHostAddsNamesOfItsOwn() throws IOException {
    write("月老/a_1.json", poem("1"));
    CollectionNames names = CollectionNames.known().plus("月老", "yue_lao", "月老");

    FolderReading reading = EntryFolder.of(folder).names(names).read();
    assertThat(reading.entries()).extracting(Entry::collection).containsExactly("yue_lao");
  }

  @Test
  void isACorpusOfPoemsTogetherWithJsonLines() throws IOException {
    write("Mazu/m_1.json", poem("1"));
    write("more.jsonl", CorpusRow.write(Corpora.OTHER));

    PoemCorpus corpus = PoemCorpus.read(folder);
    assertThat(corpus.parse().deities())
        .extracting(Deity::id, Deity::name)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("hill_lord", "HillLord"),
            org.assertj.core.api.Assertions.tuple("mazu", "天上聖母"));
    assertThat(corpus.problems()).isEmpty();
    try (PoemIndex index = PoemIndex.inMemory(corpus)) {
      assertThat(index.find("mazu", 1).orElseThrow().lines())
          .isEqualTo(List.of("一", "二", "三", "四"));
    }
  }

  private static String poem(String id) {
    return "{\"id\":" + id + ",\"title\":\"題\",\"poem\":[\"一\",\"二\",\"三\",\"四\"]}";
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
