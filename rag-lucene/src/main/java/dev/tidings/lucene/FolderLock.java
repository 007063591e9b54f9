package dev.tidings.lucene;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to change a folder's index: one holder at a time over all processes; others wait. The
 * system takes it from a process that dies.
 */
final class FolderLock implements AutoCloseable {
  static final String FILE = "tidings.lock";

  /*
   * The system's lock is the whole process': a second thread of it is refused, not made to wait. So
   * threads queue here first. An entry stays, which is a few bytes for each folder ever built.
   */
  private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(ReentrantLock inProcess, FileChannel channel, FileLock lock) {
    this.inProcess = inProcess;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits for the lock.
   *
   * @throws IOException if the lock's file cannot be made or written, or the thread is interrupted
   */
  static FolderLock of(Path folder) throws IOException {
    ReentrantLock inProcess =
        IN_PROCESS.computeIfAbsent(folder.toRealPath(), path -> new ReentrantLock());
    inProcess.lock();
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new FolderLock(inProcess, channel, channel.lock());
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      inProcess.unlock();
      throw e;
    }
  }

  /** Whether it is still held; it may be lost with the file system it is on. */
  void check() throws IOException {
    if (!lock.isValid()) {
      throw new IOException("the lock of the index was lost; try again");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      inProcess.unlock();
    }
  }
}
