package dev.tidings.lucene;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/** The form in which an entry is stored in its document: strings and maps one after the other. */
final class EntryRow {
  private EntryRow() {}

  static byte[] write(Entry entry) throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    out.writeString(entry.collection());
    out.writeString(entry.id());
    out.writeString(entry.title());
    out.writeString(entry.text());
    write(out, entry.notes());
    write(out, entry.facts());
    out.writeVInt(entry.topics().size());
    for (Map.Entry<String, Map<String, String>> topic : entry.topics().entrySet()) {
      out.writeString(topic.getKey());
      write(out, topic.getValue());
    }
    return out.toArrayCopy();
  }

  static Entry read(BytesRef row) throws IOException {
    ByteArrayDataInput in = new ByteArrayDataInput(row.bytes, row.offset, row.length);
    String collection = in.readString();
    String id = in.readString();
    String title = in.readString();
    String text = in.readString();
    Map<String, String> notes = texts(in);
    Map<String, String> facts = texts(in);
    Map<String, Map<String, String>> topics = new LinkedHashMap<>();
    for (int left = in.readVInt(); left > 0; left--) {
      String topic = in.readString();
      topics.put(topic, texts(in));
    }
    return new Entry(collection, id, title, text, notes, topics, facts);
  }

  /** Not Lucene's own way with maps, which sorts them. */
  private static void write(ByteBuffersDataOutput out, Map<String, String> texts)
      throws IOException {
    out.writeVInt(texts.size());
    for (Map.Entry<String, String> text : texts.entrySet()) {
      out.writeString(text.getKey());
      out.writeString(text.getValue());
    }
  }

  private static Map<String, String> texts(ByteArrayDataInput in) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int left = in.readVInt(); left > 0; left--) {
      String name = in.readString();
      texts.put(name, in.readString());
    }
    return texts;
  }
}
