package com.example.journal;

import dev.tidings.journal.Journal;
import dev.tidings.testkit.journal.JournalContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalContract {
  @TempDir Path folder;

  @Override
  protected Journal connect() throws IOException {
    return new FileJournal(folder);
  }
}
