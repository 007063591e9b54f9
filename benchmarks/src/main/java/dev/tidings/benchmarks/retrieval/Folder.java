package dev.tidings.benchmarks.retrieval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder that is gone after the measurement. */
record Folder(Path path) implements AutoCloseable {
  Folder() throws IOException {
    this(Files.createTempDirectory("tidings-scale"));
  }

  /** The size of the files whose names end so. */
  String mebibytes(String extension) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += file.toString().endsWith(extension) ? Files.size(file) : 0;
      }
      return "%.1f".formatted(bytes / 1048576.0);
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
