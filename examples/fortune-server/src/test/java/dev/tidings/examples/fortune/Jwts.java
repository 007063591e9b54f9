package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** Makes tokens by hand, wrong ones too, which a library would not. */
final class Jwts {
  static final String SECRET = "a secret of at least thirty-two bytes";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Jwts() {}

  /** A good token of that user. */
  static String of(String user) {
    return signed("HS256", Map.of("sub", user, "exp", secondsFromNow(3600)), SECRET);
  }

  static long secondsFromNow(long seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  static String signed(String algorithm, Map<String, Object> claims, String secret) {
    String content = part(Map.of("alg", algorithm, "typ", "JWT")) + "." + part(claims);
    return content + "." + signature(algorithm, content, secret);
  }

  /** A token of that payload, signed as it should be. */
  static String withPayload(String payload) {
    return signed("{\"alg\":\"HS256\"}", payload);
  }

  /** A token with that header, of a user whom it would let in. */
  static String withHeader(String header) {
    return signed(header, "{\"sub\":\"a\",\"exp\":4102444800}");
  }

  private static String signed(String header, String payload) {
    String content = base64(header.getBytes(UTF_8)) + "." + base64(payload.getBytes(UTF_8));
    return content + "." + signature("HS256", content, SECRET);
  }

  private static String part(Map<String, Object> json) {
    return base64(JSON.writeValueAsBytes(json));
  }

  private static String signature(String algorithm, String content, String secret) {
    if (algorithm.equals("none")) {
      return "";
    }
    try {
      String name = algorithm.replace("HS", "HmacSHA");
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), name));
      return base64(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
