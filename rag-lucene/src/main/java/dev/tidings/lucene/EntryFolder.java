package dev.tidings.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reader of folders of JSON files with one entry each, as temples' sites export them: {@code
 * GuanYin100/guan_yin_7.json}. A folder is a collection; a file that cannot be read is left out and
 * told, and never stops the rest.
 *
 * <p>Fields of a file: {@code id} (a number, digits or Chinese numerals; else the number in the
 * file's name counts), {@code title}, {@code subtitle}, {@code fortune}, {@code poem} (a list of
 * lines, or one text with ，、。 or line breaks between them), {@code analysis} (texts by {@code zh},
 * {@code en}, {@code jp}, and {@code reference}), {@code rag_analysis}. Others are passed over.
 */
public final class EntryFolder {
  private final Path path;
  private final CollectionNames names;

  private EntryFolder(Path path, CollectionNames names) {
    this.path = path;
    this.names = names;
  }

  /** A folder that has a folder for each collection. */
  public static EntryFolder of(Path path) {
    return new EntryFolder(Objects.requireNonNull(path, "path"), CollectionNames.known());
  }

  /** The same with other names of collections. */
  public EntryFolder names(CollectionNames others) {
    return new EntryFolder(path, Objects.requireNonNull(others, "names"));
  }

  /** The folders that have a JSON file right inside. */
  static List<Path> collections(Path path) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path folder : list(path)) {
      if (Files.isDirectory(folder) && !files(folder).isEmpty()) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /**
   * The call reads all that can be read.
   *
   * @throws IOException if the folder itself cannot be read
   */
  public FolderReading read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<ReadProblem> problems = new ArrayList<>();
    Map<String, String> called = new LinkedHashMap<>();
    Map<String, NavigableMap<Integer, Read>> collections = new TreeMap<>();
    for (Path folder : collections(path)) {
      String name = folder.getFileName().toString();
      String id = names.id(name).orElse(null);
      if (id == null) {
        problems.add(
            left(
                folder,
                "",
                "no id can be made of the folder's name",
                "rename it to letters a-z, or add its name to the collections' names"));
        continue;
      }
      names.name(id).ifPresent(text -> called.put(id, text));
      NavigableMap<Integer, Read> numbers =
          collections.computeIfAbsent(id, collection -> new TreeMap<>());
      for (Path file : files(folder)) {
        read(id, file, numbers, problems);
      }
    }
    collections.forEach(
        (id, numbers) -> {
          look(id, numbers, problems);
          numbers.values().forEach(read -> entries.add(read.entry));
        });
    return new FolderReading(entries, called, problems);
  }

  private static void read(
      String collection,
      Path file,
      NavigableMap<Integer, Read> numbers,
      List<ReadProblem> problems) {
    try {
      Entry entry = ExportedEntry.read(collection, file);
      int number = Integer.parseInt(entry.id());
      Read before = numbers.putIfAbsent(number, new Read(file, entry));
      if (before != null) {
        problems.add(
            left(
                file,
                "id",
                "number " + number + " of " + collection + " is already in " + before.file,
                "remove one of them or change its id"));
      }
    } catch (Unreadable e) {
      problems.add(left(file, e.place(), e.reason(), e.remedy()));
    } catch (IOException e) {
      problems.add(left(file, "", "cannot be read (" + e + ")", "look at the file"));
    }
  }

  /** Tells gaps, and poems that are longer or shorter than the others of their collection. */
  private void look(String id, NavigableMap<Integer, Read> numbers, List<ReadProblem> problems) {
    if (numbers.isEmpty()) {
      return;
    }
    List<String> gaps = new ArrayList<>();
    for (int number = 1; number < numbers.lastKey() && gaps.size() <= 10; number++) {
      if (!numbers.containsKey(number)) {
        gaps.add(Integer.toString(number));
      }
    }
    if (!gaps.isEmpty()) {
      problems.add(
          told(
              path,
              id,
              "numbers are missing: " + String.join(", ", gaps),
              "add their files, or leave it so: they cannot be drawn"));
    }
    Map<Long, List<Integer>> lengths =
        numbers.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    read -> read.getValue().entry.text().lines().count(),
                    TreeMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    if (lengths.size() > 1) {
      problems.add(
          told(
              path,
              id,
              "poems have different numbers of lines: "
                  + lengths.entrySet().stream()
                      .map(each -> each.getKey() + " in " + each.getValue().size())
                      .collect(Collectors.joining(", ")),
              "look at the rarer ones, such as number " + rarest(lengths)));
    }
  }

  private static int rarest(Map<Long, List<Integer>> lengths) {
    return lengths.values().stream().min(Comparator.comparingInt(List::size)).orElseThrow().get(0);
  }

  private static List<Path> files(Path folder) throws IOException {
    return list(folder).stream()
        .filter(file -> file.getFileName().toString().endsWith(".json"))
        .filter(file -> !Files.isDirectory(file))
        .toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
    }
  }

  private static ReadProblem left(Path file, String place, String reason, String remedy) {
    return new ReadProblem(ReadProblem.Effect.LEFT_OUT, file.toString(), place, reason, remedy);
  }

  private static ReadProblem told(Path file, String place, String reason, String remedy) {
    return new ReadProblem(ReadProblem.Effect.TOLD, file.toString(), place, reason, remedy);
  }

  private record Read(Path file, Entry entry) {}
}
