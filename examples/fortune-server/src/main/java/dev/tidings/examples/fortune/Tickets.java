package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks stream tickets. A ticket opens the streams of one task for its user, for a
 * minute, so that no bearer token has to stand in a URL. It holds until when it is good, when its
 * token expires, and who the user is; its signature covers the task too. Every server with the same
 * key takes it, and nothing is kept of it. Thread-safe.
 */
final class Tickets {
  /** How long after it was issued a ticket opens streams. */
  static final Duration LIFE = Duration.ofSeconds(60);

  private static final String ALGORITHM = "HmacSHA256";

  /** Parts the task's id from the rest in what is signed; UTF-8 has no such byte. */
  private static final byte BOUNDARY = (byte) 0xff;

  private final SecretKeySpec key;
  private final InstantSource clock;

  Tickets(byte[] key, InstantSource clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /** A ticket for that task's streams, on behalf of whom the token spoke for. */
  String issue(String taskId, Identity identity) {
    String content =
        clock.instant().plus(LIFE).toEpochMilli()
            + "."
            + identity.expiresAt().toEpochMilli()
            + "."
            + identity.user();
    byte[] bytes = content.getBytes(UTF_8);
    return encode(bytes) + "." + encode(signature(taskId, bytes));
  }

  /** Whom the ticket speaks for at that task's streams. */
  Identity verify(String ticket, String taskId) {
    return read(ticket, taskId)
        .orElseThrow(
            () ->
                Problem.unauthorized(
                    "The ticket is not one for this task, or its minute is over; ask progress for"
                        + " a fresh one."));
  }

  private Optional<Identity> read(String ticket, String taskId) {
    int dot = ticket.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    byte[] content;
    byte[] signature;
    try {
      content = Base64.getUrlDecoder().decode(ticket.substring(0, dot));
      signature = Base64.getUrlDecoder().decode(ticket.substring(dot + 1));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
    if (!MessageDigest.isEqual(signature, signature(taskId, content))) {
      return Optional.empty();
    }
    String[] parts = new String(content, UTF_8).split("\\.", 3);
    Instant goodUntil = Instant.ofEpochMilli(Long.parseLong(parts[0]));
    Instant expiresAt = Instant.ofEpochMilli(Long.parseLong(parts[1]));
    Instant now = clock.instant();
    return now.isBefore(goodUntil) && now.isBefore(expiresAt)
        ? Optional.of(new Identity(parts[2], expiresAt))
        : Optional.empty();
  }

  private byte[] signature(String taskId, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(taskId.getBytes(UTF_8));
      mac.update(BOUNDARY);
      return mac.doFinal(content);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
