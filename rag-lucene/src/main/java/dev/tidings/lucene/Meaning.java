package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How texts become vectors. It is immutable.
 *
 * <p>Passages and questions may go through the model in two ways, as many models want it. A model
 * of one language says which questions it understands; the others are searched by their words
 * alone.
 *
 * @param name what tells this model's vectors from another's; an index with another's is embedded
 *     anew
 * @param passages embeds entries
 * @param questions embeds what is asked
 * @param notes the language of the notes that are embedded with title and text; empty for all
 * @param understands which questions
 * @param least the cosine, −1 to 1, from which an entry fits a question that shares no word with it
 */
public record Meaning(
    String name,
    Embedder passages,
    Embedder questions,
    String notes,
    Predicate<String> understands,
    double least) {
  /** A model reads no more of a text, or little. */
  private static final int LONGEST = 500;

  /** The constructor checks that all is there. */
  public Meaning {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(passages, "passages");
    Objects.requireNonNull(questions, "questions");
    Objects.requireNonNull(notes, "notes");
    Objects.requireNonNull(understands, "understands");
  }

  /** A model of many languages. */
  public static Meaning of(String name, Embedder passages, Embedder questions, double least) {
    return new Meaning(name, passages, questions, "", question -> true, least);
  }

  /** A model of Chinese: questions with kana or without a Chinese character are not its. */
  public static Meaning chinese(String name, Embedder passages, Embedder questions, double least) {
    return new Meaning(name, passages, questions, "", Meaning::isChinese, least);
  }

  static boolean isChinese(String question) {
    return question.codePoints().anyMatch(Character::isIdeographic)
        && question.codePoints().noneMatch(c -> c >= 0x3041 && c <= 0x30FA);
  }

  EntryDocuments.Meant meant(float[] vector) {
    return new EntryDocuments.Meant(name, vector, least);
  }

  List<float[]> ofEntries(
      List<Entry> entries, EmbeddingListener listener, Cancellation cancellation)
      throws EmbeddingException {
    return passages.embed(entries.stream().map(this::text).toList(), listener, cancellation);
  }

  float[] ofQuestion(String question, EmbeddingListener listener, Cancellation cancellation)
      throws EmbeddingException {
    List<String> texts = List.of(shortened(simplified(question)));
    return questions.embed(texts, listener, cancellation).get(0);
  }

  /**
   * What of an entry is embedded: what is said about it in words of today, else the entry itself.
   */
  private String text(Entry entry) {
    Stream<String> topics =
        entry.topics().values().stream().flatMap(texts -> chosen(texts).stream());
    String said =
        Stream.concat(chosen(entry.notes()).stream(), topics)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n"));
    String text = said.isEmpty() ? entry.title() + "\n" + entry.text() : said;
    return shortened(simplified(text.strip()));
  }

  private List<String> chosen(Map<String, String> texts) {
    if (notes.isEmpty()) {
      return List.copyOf(texts.values());
    }
    String text = texts.get(notes);
    return text == null ? List.of() : List.of(text);
  }

  /** Models of Chinese know Simplified best. */
  private static String simplified(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append(Fold.of((char) c)));
    return folded.toString();
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
