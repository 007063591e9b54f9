package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bodies of questions with something wrong in each. */
final class HostileBodies {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0",
          "-1",
          "1.5",
          "1e400",
          "-1e-400",
          "2147483647",
          "2147483648",
          "444444444444",
          "9223372036854775808",
          "4".repeat(999),
          "4".repeat(1001),
          "4".repeat(20_000),
          "1" + "0".repeat(500) + ".5",
          "1e99999999999",
          "0x28",
          "040",
          "+40",
          "NaN",
          "Infinity",
          "\"\"",
          "\" \"",
          "\"40\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ud83d\"",
          "\"\\u202e\\ufeff\"",
          "\"${jndi:x}\"",
          "\"../../etc/passwd\"",
          "\"' OR 1=1 --\"",
          "\"" + "x".repeat(60_000) + "\"",
          "\"\\x\"",
          "\"open",
          "[]",
          "[[[[]]]]",
          "{}",
          "{\"$ref\":\"#\"}",
          "[" + "1,".repeat(5_000) + "1]");

  private HostileBodies() {}

  static Stream<Hostile> all() {
    return Stream.of(values(), cutOff(), bytes(), shapes(), contentTypes()).flatMap(same -> same);
  }

  /** Each field with each value that is hard to read or to take. */
  private static Stream<Hostile> values() {
    return Stream.of("deity_id", "fortune_number", "question", "enable_streaming", "language")
        .flatMap(
            field ->
                VALUES.stream()
                    .map(value -> Hostile.body(field + " = " + value, with(field, value))));
  }

  private static String with(String field, String value) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("deity_id", "\"guan_yu\"");
    fields.put("fortune_number", "40");
    fields.put("question", "\"q\"");
    fields.put(field, value);
    List<String> members =
        fields.entrySet().stream().map(e -> "\"" + e.getKey() + "\":" + e.getValue()).toList();
    return "{" + String.join(",", members) + "}";
  }

  private static Stream<Hostile> cutOff() {
    byte[] whole = TestServer.question("zh").getBytes(UTF_8);
    return IntStream.range(0, whole.length)
        .filter(length -> length % 5 == 0)
        .mapToObj(length -> Hostile.body("cut after " + length, Arrays.copyOf(whole, length), 400));
  }

  /** What is no UTF-8: overlong, surrogates, beyond Unicode, half a character, another charset. */
  private static Stream<Hostile> bytes() {
    return Stream.of("c080", "e08080", "eda080", "f4908080", "e7a6", "ff", "fe", "80", "f8888080")
        .map(
            hex ->
                Hostile.body(
                    "bytes " + hex,
                    with("question", "\"" + latin(hex) + "\"").getBytes(ISO_8859_1),
                    400));
  }

  private static String latin(String hex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      text.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    return text.toString();
  }

  private static Stream<Hostile> shapes() {
    String good = TestServer.question("en");
    return Stream.of(
        Hostile.body("UTF-16", good.getBytes(UTF_16), 400),
        Hostile.body("byte order mark", "\ufeff" + good, 200, 400),
        Hostile.body("nested arrays", "[".repeat(30_000), 400),
        Hostile.body("nested objects", "{\"a\":".repeat(10_000), 400),
        Hostile.body("nested value", with("question", "[".repeat(900) + "]".repeat(900)), 400),
        Hostile.body("names", "{\"" + "n".repeat(60_000) + "\":1}", 400),
        Hostile.body("many names", manyNames(), 400),
        Hostile.body("twice", good + good, 400),
        Hostile.body("comment", "/* */" + good, 400),
        Hostile.body("single quotes", good.replace('"', '\''), 400),
        Hostile.body("NUL", "\0".repeat(1_000), 400),
        Hostile.body("too large", " ".repeat(70_000) + good, 413),
        Hostile.body("form", "deity_id=guan_yu&fortune_number=40", 400));
  }

  private static String manyNames() {
    StringBuilder names = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) {
      names.append("\"n").append(i).append("\":1,");
    }
    return names.append("\"last\":1}").toString();
  }

  private static Stream<Hostile> contentTypes() {
    return Stream.of(
            "application/json;charset=klingon",
            "application/json;charset=\"klingon",
            "application/json;charset=",
            "application/json;charset=;;",
            "application/json;charset=utf-8;charset=utf-16",
            "application/json;charset=*",
            "application/json;charset=a b",
            "application/json;charset=" + "x".repeat(2_000),
            "application/json;charset=utf-32",
            "application/json;charset=../../x",
            "application/jsonp",
            "application/xml;charset=klingon",
            "application/x-www-form-urlencoded;charset=klingon",
            "multipart/form-data",
            "multipart/form-data;boundary=x;charset=klingon",
            "text/event-stream",
            "*/*",
            ";",
            "/")
        .map(
            type ->
                Hostile.question(
                    "Content-Type " + type, type, TestServer.question("en").getBytes(UTF_8), 415));
  }
}
