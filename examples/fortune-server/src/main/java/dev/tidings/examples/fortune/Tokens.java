package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import dev.tidings.Task;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks bearer tokens, and gives out demo tokens while no secret is configured. */
final class Tokens {
  static final Duration DEMO_LIFE = Duration.ofHours(12);

  /** Tickets and timers count in milliseconds. */
  private static final Instant LAST_EXPIRY = Instant.ofEpochMilli(Long.MAX_VALUE);

  private static final String TICKETS_KEY = "stream tickets";

  private final Algorithm algorithm;
  private final JWTVerifier verifier;
  private final byte[] ticketsKey;
  private final boolean demo;

  /** Tokens of that key; without one, of a key that lives as long as this process. */
  Tokens(@Nullable String secret) {
    demo = secret == null;
    byte[] key = secret == null ? randomKey() : secret.getBytes(UTF_8);
    algorithm = Algorithm.HMAC256(key);
    // Another key, so that nothing signed with one passes for something signed with the other.
    ticketsKey = Algorithm.HMAC256(key).sign(TICKETS_KEY.getBytes(UTF_8));
    verifier =
        JWT.require(algorithm)
            .withClaimPresence("sub")
            .withClaimPresence("exp")
            .ignoreIssuedAt()
            .build();
  }

  private static byte[] randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** What makes and checks the tickets of the streams, with a key that follows from this one. */
  Tickets tickets() {
    return new Tickets(ticketsKey, InstantSource.system());
  }

  boolean demo() {
    return demo;
  }

  String demoToken() {
    return JWT.create()
        .withSubject("demo-" + UUID.randomUUID())
        .withExpiresAt(Instant.now().plus(DEMO_LIFE))
        .sign(algorithm);
  }

  /** Who the token speaks for. */
  Identity verify(@Nullable String token) {
    if (token == null || token.isBlank()) {
      throw Problem.unauthorized("A bearer token is missing: send 'Authorization: Bearer …'.");
    }
    DecodedJWT decoded;
    try {
      decoded = verifier.verify(token);
    } catch (TokenExpiredException expired) {
      throw Problem.unauthorized("The bearer token has expired; get a new one.");
    } catch (RuntimeException wrong) {
      // A JWTVerificationException as a rule. But the library reads a token before it checks the
      // signature, and what strangers put into it makes it throw others too.
      throw Problem.unauthorized("The bearer token is not valid; it must be a JWT signed HS256.");
    }
    // The library gives a number or a truth value as text.
    String user = decoded.getClaim("sub").as(Object.class) instanceof String text ? text : null;
    Instant expiresAt = decoded.getExpiresAtAsInstant();
    if (!decoded.getHeaderClaim("crit").isMissing()) {
      // RFC 7515, 4.1.11: whoever does not know what must be understood refuses.
      throw Problem.unauthorized("The bearer token demands an extension that is not known here.");
    }
    if (user == null || user.isBlank() || expiresAt == null) {
      throw Problem.unauthorized("The bearer token must have 'sub' as text and 'exp' as a number.");
    }
    if (expiresAt.isAfter(LAST_EXPIRY)) {
      throw Problem.unauthorized(
          "The bearer token's 'exp' is too late a time; it must be in seconds since 1970.");
    }
    if (user.length() > Task.MAX_OWNER) {
      throw Problem.unauthorized(
          "The bearer token's 'sub' is longer than " + Task.MAX_OWNER + " characters.");
    }
    if (!UTF_8.newEncoder().canEncode(user)) {
      throw Problem.unauthorized("The bearer token's 'sub' holds half of a surrogate pair.");
    }
    return new Identity(user, expiresAt);
  }
}
