package dev.tidings.journal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link StoredOutput} wrote. Each method throws an IllegalArgumentException where the
 * bytes are not of that form; no length that they claim makes room for more than they have.
 */
final class StoredInput {
  /** Deeper than whatever is written; what claims to be deeper must not fill the stack. */
  private static final int DEEPEST = 32;

  private final byte[] bytes;
  private int at;

  StoredInput(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  int readByte() {
    if (at == bytes.length) {
      throw new IllegalArgumentException("the stored entries end too early");
    }
    return bytes[at++] & 0xFF;
  }

  boolean readBoolean() {
    int value = readByte();
    if (value > 1) {
      throw malformed("a truth", value);
    }
    return value == 1;
  }

  private IllegalArgumentException malformed(String what, long value) {
    return new IllegalArgumentException(
        "stored entries cannot have " + value + " for " + what + ", before byte " + at);
  }

  long readLong() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw malformed("a number", value);
  }

  int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw malformed("a small number", value);
    }
    return (int) value;
  }

  /** How many of something follow, each of at least a byte. */
  private int readCount() {
    long count = readLong();
    if (count < 0 || count > bytes.length - at) {
      throw malformed("a length", count);
    }
    return (int) count;
  }

  String readText() {
    char[] units = new char[readCount()];
    for (int i = 0; i < units.length; i++) {
      int first = readByte();
      if (first < 0x80) {
        units[i] = (char) first;
      } else if (first >> 5 == 0b110) {
        units[i] = (char) (((first & 0x1F) << 6) | readRest());
      } else if (first >> 4 == 0b1110) {
        units[i] = (char) (((first & 0x0F) << 12) | (readRest() << 6) | readRest());
      } else {
        throw malformed("a letter", first);
      }
    }
    return new String(units);
  }

  private int readRest() {
    int next = readByte();
    if (next >> 6 != 0b10) {
      throw malformed("a letter", next);
    }
    return next & 0x3F;
  }

  @Nullable String readTextOrNull() {
    return readBoolean() ? readText() : null;
  }

  double readDouble() {
    return Double.longBitsToDouble(readLong());
  }

  private Object readValue(int depth) {
    int type = readByte();
    if (depth > DEEPEST) {
      throw malformed("a depth", depth);
    }
    return switch (type) {
      case StoredOutput.TEXT -> readText();
      case StoredOutput.TRUTH -> readBoolean();
      case StoredOutput.BYTE -> (byte) readLong();
      case StoredOutput.SHORT -> (short) readLong();
      case StoredOutput.INTEGER -> readInt();
      case StoredOutput.LONG -> readLong();
      case StoredOutput.FLOAT -> (float) readDouble();
      case StoredOutput.DOUBLE -> readDouble();
      case StoredOutput.LIST -> readValues(depth + 1);
      case StoredOutput.MAP -> readNamedValues(depth + 1);
      default -> throw malformed("a type", type);
    };
  }

  List<Object> readValues() {
    return readValues(0);
  }

  private List<Object> readValues(int depth) {
    int count = readCount();
    List<Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(readValue(depth));
    }
    return values;
  }

  Map<String, Object> readNamedValues() {
    return readNamedValues(0);
  }

  private Map<String, Object> readNamedValues(int depth) {
    int count = readCount();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(readText(), readValue(depth));
    }
    return values;
  }

  /** How many of something follow. */
  int readSize() {
    return readCount();
  }
}
