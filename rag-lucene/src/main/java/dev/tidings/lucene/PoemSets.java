package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a corpus holds once it is read.
 *
 * @param poems by deity id, then number; each pair of them once
 * @param deities by id
 */
record PoemSets(List<Poem> poems, List<Deity> deities) {
  private static final Logger LOG = LoggerFactory.getLogger(PoemSets.class);

  /** The order in which clients see languages; others follow by name. */
  private static final List<String> LANGUAGES = List.of("zh", "en", "ja");

  private static final Comparator<String> LANGUAGE_ORDER =
      Comparator.<String>comparingInt(
              language ->
                  LANGUAGES.contains(language) ? LANGUAGES.indexOf(language) : LANGUAGES.size())
          .thenComparing(Comparator.naturalOrder());

  /** Takes rows, layer by layer, and puts the sets together. Not thread-safe. */
  static final class Gatherer implements CorpusFile.RowVisitor {
    private final NavigableMap<String, NavigableMap<Integer, Poem>> sets = new TreeMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> replaced = new TreeMap<>();
    private final Map<PoemKey, Place> seenInLayer = new HashMap<>();

    /** Begins a corpus whose poems replace earlier ones. */
    void beginLayer() {
      seenInLayer.clear();
    }

    @Override
    public void visit(CorpusRow row, Place place) throws PoemCorpusException {
      Poem poem = row.poem();
      PoemKey key = new PoemKey(poem.deityId(), poem.number());
      Place before = seenInLayer.putIfAbsent(key, place);
      if (before != null) {
        throw place.error(
            "deity_id "
                + key.deityId()
                + " with number "
                + key.number()
                + " is already at "
                + before
                + "; remove one of them or change its number");
      }
      Poem old = sets.computeIfAbsent(key.deityId(), id -> new TreeMap<>()).put(key.number(), poem);
      if (old != null) {
        replaced.merge(key.deityId(), 1, Integer::sum);
      }
      if (row.deityName() != null) {
        names.put(key.deityId(), row.deityName());
      }
    }

    boolean isEmpty() {
      return sets.isEmpty();
    }

    PoemSets gathered() {
      replaced.forEach(
          (id, count) -> LOG.info("Poems of {} replaced by a later corpus: {}", id, count));
      List<Poem> poems = new ArrayList<>();
      List<Deity> deities = new ArrayList<>();
      sets.forEach(
          (id, set) -> {
            poems.addAll(set.values());
            deities.add(deity(id, set));
          });
      return new PoemSets(List.copyOf(poems), List.copyOf(deities));
    }

    private Deity deity(String id, NavigableMap<Integer, Poem> set) {
      int highest = set.lastKey();
      if (set.size() < highest) {
        LOG.warn(
            "Poems of {} have gaps: the highest number is {}, but there are {}; the first gap is {}",
            id,
            highest,
            set.size(),
            firstGap(set));
      }
      String collection = CollectionIds.name(id);
      return new Deity(
          id, names.getOrDefault(id, collection), collection, highest, languages(set.values()));
    }

    private static int firstGap(NavigableMap<Integer, Poem> set) {
      int number = 1;
      while (set.containsKey(number)) {
        number++;
      }
      return number;
    }

    private static List<String> languages(Collection<Poem> poems) {
      TreeSet<String> languages = new TreeSet<>(LANGUAGE_ORDER);
      poems.forEach(poem -> languages.addAll(poem.themes().keySet()));
      return List.copyOf(languages);
    }
  }
}
