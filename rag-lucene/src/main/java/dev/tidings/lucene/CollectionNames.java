package dev.tidings.lucene;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What folders of collections are called, and the ids they get: {@code GuanYin100} is {@code
 * guan_yin}. Names that are not known become ids by their words, {@code CityGod} {@code city_god}.
 * It is immutable.
 */
public final class CollectionNames {
  private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

  private static final CollectionNames KNOWN =
      new CollectionNames(Map.of(), Map.of())
          .plus("GuanYu", "guan_yu", "關聖帝君")
          .plus("GuanYin", "guan_yin", "觀音菩薩")
          .plus("GuanYin100", "guan_yin", "觀音菩薩")
          .plus("Mazu", "mazu", "天上聖母")
          .plus("Tianhou", "tianhou", "天后")
          .plus("YueLao", "yue_lao", "月下老人")
          .plus("Zhusheng", "zhusheng", "註生娘娘")
          .plus("Asakusa", "asakusa", "浅草観音")
          .plus("ErawanShrine", "erawan_shrine", "ท้าวมหาพรหมเอราวัณ");

  private final Map<String, String> ids;
  private final Map<String, String> names;

  private CollectionNames(Map<String, String> ids, Map<String, String> names) {
    this.ids = Map.copyOf(ids);
    this.names = Map.copyOf(names);
  }

  /** The temples' collections that are known. */
  public static CollectionNames known() {
    return KNOWN;
  }

  /**
   * These and one more.
   *
   * @param folder what the folder is called
   * @param id the collection's id
   * @param name what people call it
   * @throws IllegalArgumentException if the id is not one
   */
  public CollectionNames plus(String folder, String id, String name) {
    CollectionIds.check(id);
    Map<String, String> moreIds = new HashMap<>(ids);
    moreIds.put(folder, id);
    Map<String, String> moreNames = new HashMap<>(names);
    moreNames.put(id, name);
    return new CollectionNames(moreIds, moreNames);
  }

  /** The id of a folder; empty if none can be made of its name. */
  Optional<String> id(String folder) {
    String known = ids.get(folder);
    if (known != null) {
      return Optional.of(known);
    }
    String made = WORD.matcher(folder).replaceAll("_").toLowerCase(java.util.Locale.ROOT);
    return CollectionIds.valid(made) ? Optional.of(made) : Optional.empty();
  }

  /** What people call a collection, if it is known. */
  Optional<String> name(String id) {
    return Optional.ofNullable(names.get(id));
  }
}
