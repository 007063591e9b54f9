package dev.tidings.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values one after the other, each so that {@link StoredInput} can tell where it ends. */
final class StoredOutput {
  static final int TEXT = 0;
  static final int TRUTH = 1;
  static final int BYTE = 2;
  static final int SHORT = 3;
  static final int INTEGER = 4;
  static final int LONG = 5;
  static final int FLOAT = 6;
  static final int DOUBLE = 7;
  static final int LIST = 8;
  static final int MAP = 9;

  private byte[] bytes = new byte[256];
  private int size;

  void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** In seven bits a byte, small values in few, of either sign. */
  void writeLong(long value) {
    reserve(10);
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7FL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** Its length, then each UTF-16 unit by itself in one to three bytes. */
  void writeText(String text) {
    int length = text.length();
    writeLong(length);
    reserve(3 * length);
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        bytes[size++] = (byte) unit;
      } else if (unit < 0x800) {
        bytes[size++] = (byte) (0xC0 | (unit >> 6));
        bytes[size++] = (byte) (0x80 | (unit & 0x3F));
      } else {
        bytes[size++] = (byte) (0xE0 | (unit >> 12));
        bytes[size++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (unit & 0x3F));
      }
    }
  }

  void writeTextOrNull(@Nullable String text) {
    writeBoolean(text != null);
    if (text != null) {
      writeText(text);
    }
  }

  void writeDouble(double value) {
    writeLong(Double.doubleToRawLongBits(value));
  }

  /** A value of the types that attributes, messages and facts take. */
  void writeValue(Object value) {
    if (value instanceof String text) {
      writeByte(TEXT);
      writeText(text);
    } else if (value instanceof Boolean truth) {
      writeByte(TRUTH);
      writeBoolean(truth);
    } else if (value instanceof Double number) {
      writeByte(DOUBLE);
      writeDouble(number);
    } else if (value instanceof Float number) {
      writeByte(FLOAT);
      writeDouble(number);
    } else if (value instanceof Number number) {
      writeByte(
          number instanceof Long
              ? LONG
              : number instanceof Integer ? INTEGER : number instanceof Short ? SHORT : BYTE);
      writeLong(number.longValue());
    } else if (value instanceof List<?> list) {
      writeByte(LIST);
      writeValues(list);
    } else if (value instanceof Map<?, ?> map) {
      writeByte(MAP);
      writeValues(map);
    } else {
      throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be stored");
    }
  }

  void writeValues(List<?> values) {
    writeLong(values.size());
    values.forEach(this::writeValue);
  }

  void writeValues(Map<?, ?> values) {
    writeLong(values.size());
    values.forEach(
        (name, value) -> {
          writeText(name.toString());
          writeValue(value);
        });
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
