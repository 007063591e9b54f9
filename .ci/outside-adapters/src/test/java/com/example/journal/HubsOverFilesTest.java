package com.example.journal;

import dev.tidings.ProgressHub;
import dev.tidings.testkit.hub.HubContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HubsOverFilesTest extends HubContract {
  @TempDir Path folder;

  @Override
  protected ProgressHub worker() throws IOException {
    return ProgressHub.builder().journal(new FileJournal(folder)).build();
  }

  @Override
  protected ProgressHub watcher() throws IOException {
    return worker();
  }
}
