package dev.tidings.lucene;

/** The longest piece that two texts have in common. */
final class CommonRun {
  /** So much is in common by chance, and counts in the words already. */
  private static final int CHANCE = 2;

  private CommonRun() {}

  /** The piece's share of the question, beyond what is in common by chance: 0 to 1. */
  static double share(String question, String text) {
    int most = question.length() - CHANCE;
    return most < 1 ? 0 : Math.max(0, longest(question, text) - CHANCE) / (double) most;
  }

  private static int longest(String one, String other) {
    int longest = 0;
    int[] before = new int[other.length() + 1];
    int[] now = new int[other.length() + 1];
    for (int i = 0; i < one.length(); i++) {
      for (int j = 0; j < other.length(); j++) {
        now[j + 1] = one.charAt(i) == other.charAt(j) ? before[j] + 1 : 0;
        longest = Math.max(longest, now[j + 1]);
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    return longest;
  }
}
