package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The rules of axe-core, as a script that a browser runs in a page. */
final class Accessibility {
  /** WCAG 2.2 up to AA, and what axe holds to be good practice beyond it. */
  private static final String RULES =
      "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']";

  /** Comes to one line for each element that breaks a rule. */
  static final String CHECK =
      """
      axe.run(document, { runOnly: %s, resultTypes: ['violations'] }).then((found) =>
        found.violations.flatMap((rule) => rule.nodes.map((node) =>
          rule.id + ' at ' + node.target + ': ' + node.failureSummary)).join('\\n'))"""
          .formatted(RULES);

  private Accessibility() {}

  /** Defines {@code axe} in a page. */
  static String library() {
    String file = "/axe.min.js";
    try (InputStream in = Accessibility.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
