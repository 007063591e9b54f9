package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two pages, the files that they load, and the client code to copy. */
final class Pages {
  /** The version in the build's list of dependencies; the last that browsers load as it is. */
  private static final String REACT = "18.3.1";

  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private Pages() {}

  /** Serves them; React comes from a jar, so that no page needs another host. */
  static void configure(JavalinConfig config) {
    serve(config, "/web", "/web");
    serve(config, "/clients", "/clients");
    library(config, "react");
    library(config, "react-dom");
    page(config, "/", read("/web/index.html"), AnswerHeaders.CONTENT_POLICY);
    String react = read("/web/react.html");
    page(
        config,
        "/react",
        react,
        AnswerHeaders.CONTENT_POLICY + "; script-src 'self' '" + digestOfImportMap(react) + "'");
  }

  private static void serve(JavalinConfig config, String path, String directory) {
    config.staticFiles.add(
        files -> {
          files.hostedPath = path;
          files.directory = directory;
          files.location = Location.CLASSPATH;
          files.mimeTypes.add("text/plain", "ts");
          files.headers.put("Cache-Control", "no-cache");
        });
  }

  /** Its jar lists no folders, so its one file is served alone. */
  private static void library(JavalinConfig config, String name) {
    String file = name + ".production.min.js";
    byte[] script = read(WEBJARS + name + "/" + REACT + "/umd/" + file).getBytes(UTF_8);
    Reads.at(
        config.routes,
        "/webjars/" + name + "/" + file,
        context -> {
          context.contentType("text/javascript;charset=utf-8");
          context.header("Cache-Control", "max-age=3600");
          if (context.method().equals(HandlerType.GET)) {
            context.future(() -> LargeBody.send(context, script));
          } else {
            context.header("Content-Length", String.valueOf(script.length));
          }
        });
  }

  private static void page(JavalinConfig config, String path, String html, String policy) {
    byte[] bytes = html.getBytes(UTF_8);
    Reads.at(
        config.routes,
        path,
        context -> {
          context.header("Content-Security-Policy", policy);
          context.contentType("text/html;charset=utf-8").result(bytes);
        });
  }

  /** A module's names can be mapped within the page only, which the policy forbids otherwise. */
  private static String digestOfImportMap(String html) {
    Matcher map = IMPORT_MAP.matcher(html);
    if (!map.find()) {
      throw new IllegalStateException("the page has no import map");
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String read(String file) {
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the server's jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
