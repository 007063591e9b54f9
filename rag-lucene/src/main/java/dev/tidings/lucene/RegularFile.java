package dev.tidings.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files that somebody named: none that could keep the reader waiting for ever, and none into
 * memory that is larger than was meant.
 */
final class RegularFile {
  private static final int MEBIBYTE = 1 << 20;

  private RegularFile() {}

  /**
   * Opens a file.
   *
   * @throws Unreadable if it is a pipe, a device or the like
   */
  static InputStream open(Path file) throws IOException, Unreadable {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Unreadable(
          "",
          "is no regular file but a folder, a pipe or a device",
          "give a file that can be read again and again");
    }
    return Files.newInputStream(file);
  }

  /**
   * The bytes of a file.
   *
   * @param most in mebibytes
   * @param remedy what to do with a file that has more
   * @throws Unreadable if it has more, or is no regular file
   */
  static byte[] bytes(Path file, int most, String remedy) throws IOException, Unreadable {
    try (InputStream in = open(file)) {
      int bound = most * MEBIBYTE;
      // The size first, or a file of gigabytes would be read up to the bound to be refused.
      if (Files.size(file) <= bound) {
        byte[] bytes = in.readNBytes(bound + 1);
        if (bytes.length <= bound) {
          return bytes;
        }
      }
      throw new Unreadable("", "is larger than " + most + " MiB", remedy);
    }
  }
}
