package dev.tidings.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The names of the keys and channels; docs/many-machines.md lists them. All that belongs to one
 * task has its id in braces, which puts it on one slot of a cluster.
 *
 * @param prefix what all names begin with, so that deployments can share a store
 */
record Keys(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{0,64}");
  private static final String HINTS = "}:hints";

  /** Half of a SHA-256. */
  private static final int OWNER_BYTES = 16;

  Keys {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix '"
              + prefix
              + "' must be at most 64 letters, digits, '_', '.', ':' or '-'; braces would put every"
              + " task on one slot of a cluster");
    }
  }

  /** The stream of a task. */
  String log(String task) {
    return prefix + "{" + task + "}:log";
  }

  /** The channel that says that a task's stream has grown. */
  String hints(String task) {
    return prefix + "{" + task + HINTS;
  }

  /** Whose channel that is; empty if it is not a task's. */
  Optional<String> taskOf(String channel) {
    String begin = prefix + "{";
    return channel.startsWith(begin) && channel.endsWith(HINTS)
        ? Optional.of(channel.substring(begin.length(), channel.length() - HINTS.length()))
        : Optional.empty();
  }

  /** The sorted set of the processes, by the time of the last sign of each. */
  String processes() {
    return prefix + "processes";
  }

  /** The set of the tasks that a process works on. */
  String running(String process) {
    return prefix + "running:" + process;
  }

  /** The channel that tells a process which of its tasks another has ended. */
  String ends(String process) {
    return prefix + "ends:" + process;
  }

  /** The set of the tasks of the owner of that name. */
  String owned(String ownerName) {
    return prefix + "owner:" + ownerName;
  }

  /**
   * What stands for an owner in keys. Owners are any text, and often an address of somebody's, so
   * it is a hash: of their UTF-16 units, because no encoding keeps a lone surrogate.
   */
  static String nameOf(String owner) {
    ByteBuffer units = ByteBuffer.allocate(owner.length() * Character.BYTES);
    units.asCharBuffer().put(owner);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(units.array());
      return HexFormat.of().formatHex(hash, 0, OWNER_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /**
   * The journal's mark. It follows from the prefix, so that a process has it while the store is
   * away; what tells runs apart in an epoch is the rest of it.
   */
  String mark() {
    CRC32 sum = new CRC32();
    sum.update(prefix.getBytes(StandardCharsets.US_ASCII));
    return "r" + Long.toString(sum.getValue(), Character.MAX_RADIX);
  }
}
