package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoemCorpusTest {
  private static final String ROW =
      "{\"deity_id\":\"sea_lady\",\"number\":1,\"rank\":\"上吉\",\"title\":\"題\","
          + "\"poem\":[\"一\",\"二\",\"三\",\"四\"]}";

  @TempDir Path folder;

  @Test
  void readsARowWithOnlyTheRequiredFields() throws PoemCorpusException {
    assertThat(Corpora.of(ROW).parse().poems())
        .containsExactly(
            new Poem("sea_lady", 1, "題", "上吉", "", List.of("一", "二", "三", "四"), "", Map.of()));
  }

  @Test
  void readsTopicNotesWithTheWordsTheyRestOn() throws PoemCorpusException {
    String topics =
        "\"topics\":{\"love\":{\"en\":\"Wait.\",\"ja\":\"待て。\",\"source\":\"詩\"},\"travel\":{}},";

    Poem poem = Corpora.of(ROW.replaceFirst("\\{", "{" + topics)).parse().poems().get(0);

    assertThat(poem.topics())
        .containsExactly(
            Map.entry("love", new TopicNote(Map.of("en", "Wait.", "ja", "待て。"), "詩")),
            Map.entry("travel", new TopicNote(Map.of(), "")));
    assertThat(CorpusRow.parse(CorpusRow.write(poem), new Place("row", 1)).poem()).isEqualTo(poem);
  }

  @Test
  void passesOverUnknownKeysBlankLinesNullsCarriageReturnsAndAByteOrderMark()
      throws PoemCorpusException {
    String row = ROW.replaceFirst("\\{", "{\"colour\":[1],\"story\":null,\"themes\":null,");

    PoemSets sets = Corpora.of("\uFEFF" + row + "\r", "", "  \t", ROW.replace(":1", ":2")).parse();

    assertThat(sets.poems()).extracting(Poem::number).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"sea_lady\"   | 7                   | deity_id is the number 7; give text in double quotes",
        "\"sea_lady\"   | \"Sea Lady\"        | deity_id \"Sea Lady\" must be lower-case letters",
        "\"number\":1,  | ``                  | number is missing; give an integer from 1",
        ":1,            | :0,                 | number is 0; poems count from 1",
        ":1,            | :-3,                | number is -3; poems count from 1",
        ":1,            | :1.5,               | number is the number 1.5; give an integer from 1",
        ":1,            | :\"1\",             | number is text; give an integer from 1",
        ":1,            | :99999999999,       | number is the number 99999999999; give an integer",
        "\"題\"         | \" \"               | title is blank; give it text",
        "\"題\"         | null                | title is null; give text in double quotes",
        "\"題\"         | \"\\ud83d\"         | title holds half of a surrogate pair",
        "\"poem\"       | \"lines\"           | poem is missing; give a list of its lines",
        "[\"一\",\"二\",\"三\",\"四\"] | []  | poem has no line; give at least one",
        "\"三\"         | \"　\"              | poem[2] is blank or holds a line break",
        "\"三\"         | \"三\\n三\"         | poem[2] is blank or holds a line break",
        "\"四\"         | [\"四\"]            | poem[3] is a list; give text in double quotes",
        "[\"一\",\"二\",\"三\",\"四\"] | \"一\" | poem is text; give a list of its lines",
        "\"rank\"       | \"themes\":[],\"rank\" | themes is a list; give an object of texts",
        "\"rank\"       | \"themes\":{\"en\":1},\"rank\" | themes.en is the number 1; give text",
        "\"rank\"       | \"topics\":\"t\",\"rank\" | topics is text; give an object of notes",
        "\"rank\"       | \"topics\":{\"love\":[]},\"rank\" | topics.love is a list; give an object",
        "\"rank\"       | \"topics\":{\"love\":{\"en\":1}},\"rank\" | topics.love.en is the number 1",
        "\"rank\"       | \"story\":true,\"rank\" | story is the boolean true; give text",
        "\"rank\"       | \"number\":2,\"rank\" | not valid JSON at column",
        "\"四\"]}       | \"四\"]             | not valid JSON at column",
        "\"四\"]}       | \"四\"]} {}         | not valid JSON at column",
      })
  void namesTheFileTheLineTheFieldAndTheRemedy(String what, String by, String message) {
    String second = ROW.replace(what, by);
    assertThat(second).isNotEqualTo(ROW);

    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> Corpora.of(ROW.replace(":1,", ":9,"), second).parse())
        .withMessageStartingWith("test.jsonl line 2: " + message);
  }

  @Test
  void takesPoemsOfAnyNumberOfLinesAndWithoutARank() throws PoemCorpusException {
    String row =
        ROW.replace("\"rank\":\"上吉\",", "").replace("[\"一\",\"二\",\"三\",\"四\"]", "[\"一\"]");

    Poem poem = Corpora.of(row).parse().poems().get(0);
    assertThat(poem.lines()).containsExactly("一");
    assertThat(poem.rank()).isEmpty();
  }

  @Test
  void takesTheTextsOfTopicsAndTheWordsTheyRestOn() throws PoemCorpusException {
    String row =
        ROW.replace(
            "\"rank\"",
            "\"topics\":{\"love\":{\"zh\":\"待。\",\"en\":\"Wait.\",\"source\":\"詩\"}},\"rank\"");

    assertThat(Corpora.of(row).parse().poems().get(0).topics())
        .isEqualTo(Map.of("love", new TopicNote(Map.of("zh", "待。", "en", "Wait."), "詩")));
  }

  @Test
  void refusesALineThatIsNoObject() {
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> Corpora.of("[" + ROW + "]").parse())
        .withMessage("test.jsonl line 1: is a list; a line is one whole JSON object");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] bytes = (ROW + "\n\n" + ROW.replace(":1", ":2")).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 4] = (byte) 0xFF;

    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> Corpora.ofBytes(bytes).parse())
        .withMessage("test.jsonl line 3: is not UTF-8; save the file as UTF-8");
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(
            () -> Corpora.ofBytes(("\uFEFF" + ROW).getBytes(StandardCharsets.UTF_16LE)).parse())
        .withMessage("test.jsonl line 1: is not UTF-8; save the file as UTF-8");
  }

  @Test
  void refusesTheSamePoemTwiceInOneCorpusNamingBothPlaces() throws IOException {
    write("b.jsonl", ROW);
    write("a.jsonl", "\n" + ROW);
    PoemCorpus corpus = PoemCorpus.read(folder);

    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(corpus::parse)
        .withMessage(
            folder.resolve("b.jsonl")
                + " line 1: deity_id sea_lady with number 1 is already at "
                + folder.resolve("a.jsonl")
                + " line 2; remove one of them or change its number");
  }

  @Test
  void refusesACorpusWithoutAPoem() {
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> Corpora.of("", " ").parse())
        .withMessage("no poem in [test.jsonl]; give at least one line with a poem");
  }

  @Test
  void readsAFileOrTheJsonLinesFilesOfAFolder() throws IOException {
    write("a.jsonl", ROW);
    write("b.jsonl", ROW.replace(":1", ":2"));
    write("notes.txt", "not a corpus");
    Files.createDirectory(folder.resolve("sub.jsonl"));

    assertThat(PoemCorpus.read(folder).parse().poems())
        .extracting(Poem::number)
        .containsExactly(1, 2);
    assertThat(PoemCorpus.read(folder.resolve("b.jsonl")).parse().poems())
        .extracting(Poem::number)
        .containsExactly(2);
  }

  @Test
  void saysWhatToGiveWhenAPathHasNoCorpus() {
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(folder.resolve("gone")))
        .withMessage(
            folder.resolve("gone") + " does not exist; give a .jsonl file or a folder of them");
    assertThatExceptionOfType(PoemCorpusException.class)
        .isThrownBy(() -> PoemCorpus.read(folder))
        .withMessageContaining("has no .jsonl file");
  }

  @Test
  void anAddedCorpusReplacesPoemsAndNamesAndKeepsTheRest() throws PoemCorpusException {
    Poem mine = Corpora.withTitle(Corpora.TIDES, "新題");
    PoemCorpus added =
        Corpora.of(CorpusRow.write(mine).replaceFirst("\\{", "{\"deity_name\":\"海娘娘\","));

    PoemSets sets = Corpora.small().plus(added).parse();

    assertThat(sets.poems()).containsExactly(Corpora.OTHER, mine, Corpora.LANTERN);
    assertThat(sets.deities()).extracting(Deity::name).containsExactly("HillLord", "海娘娘");
  }

  @Test
  void theFingerprintIsOfTheContentTheOrderAndTheLayersButNotOfTheNames() {
    CorpusFile a = file("a", ROW);
    CorpusFile b = file("b", ROW.replace(":1", ":2"));

    assertThat(PoemCorpus.of(a, b).fingerprint())
        .isEqualTo(PoemCorpus.of(file("c", ROW), b).fingerprint())
        .isNotEqualTo(PoemCorpus.of(b, a).fingerprint())
        .isNotEqualTo(PoemCorpus.of(a).plus(PoemCorpus.of(b)).fingerprint())
        .isNotEqualTo(PoemCorpus.of(a).fingerprint());
  }

  @Test
  void listsLanguagesInTheOrderClientsKnowThenByName() throws PoemCorpusException {
    String row =
        ROW.replace(
            "\"rank\"",
            "\"themes\":{\"th\":\"t\",\"ja\":\"j\",\"de\":\"d\",\"zh\":\"z\"},\"rank\"");

    assertThat(Corpora.of(row).parse().deities().get(0).languages())
        .containsExactly("zh", "ja", "de", "th");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static CorpusFile file(String name, String text) {
    return new CorpusFile(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
