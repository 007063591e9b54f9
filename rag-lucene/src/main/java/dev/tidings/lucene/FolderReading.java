package dev.tidings.lucene;

import java.util.List;

/**
 * What was read from a folder of files. It is immutable.
 *
 * @param entries those that could be read, by collection, then number
 * @param names what people call the collections that are known, by their ids
 * @param problems what was met, in the order of the files
 */
public record FolderReading(
    List<Entry> entries, java.util.Map<String, String> names, List<ReadProblem> problems) {
  private static final int MOST_NAMED = 10;

  /** The constructor takes copies. */
  public FolderReading {
    entries = List.copyOf(entries);
    names = java.util.Map.copyOf(names);
    problems = List.copyOf(problems);
  }

  /**
   * The call refuses what is not whole.
   *
   * @return this, if there is no problem
   * @throws PoemCorpusException naming the first ten problems
   */
  public FolderReading strict() throws PoemCorpusException {
    if (problems.isEmpty()) {
      return this;
    }
    StringBuilder text = new StringBuilder();
    text.append(problems.size()).append(" problems, and a strict reading allows none:");
    problems.stream().limit(MOST_NAMED).forEach(problem -> text.append("\n  ").append(problem));
    throw new PoemCorpusException(text.toString(), null);
  }
}
