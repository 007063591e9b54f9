package com.example.journal;

import dev.tidings.journal.Batch;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What a task's file holds: whose it is, then its batches. */
record TaskFile(String task, String owner, List<Batch> batches) {
  static void begin(Path file, String task, String owner, Batch first) throws IOException {
    try (DataOutputStream out = open(file, StandardOpenOption.CREATE_NEW)) {
      out.writeUTF(task);
      out.writeUTF(owner);
      write(out, first);
    }
  }

  static void append(Path file, Batch batch) throws IOException {
    try (DataOutputStream out = open(file, StandardOpenOption.APPEND)) {
      write(out, batch);
    }
  }

  private static DataOutputStream open(Path file, OpenOption how) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE, how)));
  }

  private static void write(DataOutputStream out, Batch batch) throws IOException {
    out.writeLong(batch.first());
    out.writeInt(batch.count());
    out.writeUTF(batch.writer());
    out.writeBoolean(batch.end());
    out.writeInt(batch.bytes().length);
    out.write(batch.bytes());
  }

  static TaskFile read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      String task = in.readUTF();
      String owner = in.readUTF();
      List<Batch> batches = new ArrayList<>();
      while (in.available() > 0) {
        long first = in.readLong();
        int count = in.readInt();
        String writer = in.readUTF();
        boolean end = in.readBoolean();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        batches.add(new Batch(first, count, writer, end, bytes));
      }
      return new TaskFile(task, owner, batches);
    }
  }
}
