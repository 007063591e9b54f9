package com.example.journal;

import dev.tidings.journal.Batch;
import dev.tidings.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A journal in a folder that the processes of one machine share: a file for each task. Nobody ends
 * what a process leaves that is gone, so this is for a demonstration, not for a service.
 */
public final class FileJournal implements Journal {
  private static final int PAGE = 64;
  private static final int LOOK_MILLIS = 20;

  private final Path folder;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread own = new Thread(work, "file-journal");
            own.setDaemon(true);
            return own;
          });

  /** The length that each file had that this process wants hints of. */
  private final Map<String, Long> watched = new ConcurrentHashMap<>();

  /** Shares the folder, which is made if it is not there. */
  public FileJournal(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public String mark() {
    return "file";
  }

  @Override
  public void open(Listener listener) {
    thread.scheduleWithFixedDelay(
        () -> watched.forEach((task, length) -> look(task, length, listener)),
        LOOK_MILLIS,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void look(String task, long known, Listener listener) {
    long now = file(task).toFile().length();
    if (now != known && watched.replace(task, known, now)) {
      listener.changed(task);
    }
  }

  private Path file(String task) {
    return folder.resolve(task.replace(":", "%3A") + ".task");
  }

  private <T> CompletionStage<T> call(Callable<T> action) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return action.call();
          } catch (Exception fault) {
            throw new CompletionException(fault);
          }
        },
        thread);
  }

  /** One at a time on this machine: in this process by the name, between processes by the file. */
  private <T> T exclusively(Callable<T> action) throws Exception {
    synchronized (folder.toAbsolutePath().toString().intern()) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return action.call();
      }
    }
  }

  @Override
  public CompletionStage<Answer> begin(String task, Optional<String> owner, Batch first) {
    watched.putIfAbsent(task, 0L);
    return call(
        () ->
            exclusively(
                () -> {
                  Path file = file(task);
                  if (Files.exists(file)) {
                    Batch known = TaskFile.read(file).batches().get(0);
                    return known.isSameAs(first) ? Answer.STORED : Answer.TAKEN;
                  }
                  TaskFile.begin(file, task, owner.orElse(""), first);
                  return Answer.STORED;
                }));
  }

  @Override
  public CompletionStage<Answer> append(String task, Batch batch) {
    return call(() -> exclusively(() -> append(file(task), batch)));
  }

  private static Answer append(Path file, Batch batch) throws IOException {
    if (!Files.exists(file)) {
      return Answer.GONE;
    }
    long last = 0;
    boolean ended = false;
    for (Batch known : TaskFile.read(file).batches()) {
      if (known.isSameAs(batch)) {
        return Answer.STORED;
      }
      last += known.count();
      ended = known.end();
    }
    if (ended) {
      return Answer.ENDED;
    }
    if (batch.first() != 0 && batch.first() != last + 1) {
      return Answer.TAKEN;
    }
    TaskFile.append(file, batch);
    return Answer.STORED;
  }

  @Override
  public CompletionStage<Optional<Page>> read(String task, long after) {
    return call(
        () -> {
          Path file = file(task);
          return exclusively(
              () -> Files.exists(file) ? Optional.of(page(file, after)) : Optional.empty());
        });
  }

  private static Page page(Path file, long after) throws IOException {
    List<Batch> wanted = new ArrayList<>();
    long last = 0;
    for (Batch batch : TaskFile.read(file).batches()) {
      last += batch.count();
      if (last > after) {
        wanted.add(batch);
      }
    }
    int size = Math.min(PAGE, wanted.size());
    return new Page(wanted.subList(0, size), size < wanted.size());
  }

  @Override
  public CompletionStage<AutoCloseable> follow(String task) {
    return call(
        () -> {
          watched.putIfAbsent(task, file(task).toFile().length());
          return () -> watched.remove(task);
        });
  }

  @Override
  public CompletionStage<List<String>> tasks(String owner) {
    return call(
        () ->
            exclusively(
                () -> {
                  try (Stream<Path> files = Files.list(folder)) {
                    return files
                        .filter(file -> file.toString().endsWith(".task"))
                        .map(FileJournal::read)
                        .filter(file -> file.owner().equals(owner))
                        .map(TaskFile::task)
                        .toList();
                  }
                }));
  }

  private static TaskFile read(Path file) {
    try {
      return TaskFile.read(file);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  @Override
  public CompletionStage<Void> forget(String task) {
    return call(
        () ->
            exclusively(
                () -> {
                  Files.deleteIfExists(file(task));
                  return null;
                }));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
