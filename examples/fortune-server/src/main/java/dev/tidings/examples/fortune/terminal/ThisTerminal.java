package dev.tidings.examples.fortune.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that this process writes to, if it does. The system's own tools are asked: the JDK
 * knows no width, and its console looks at standard input too. Where there are none, there is no
 * terminal.
 */
final class ThisTerminal {
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})");
  private static final int USUAL_COLUMNS = 80;

  /** Narrower than this there is no room for a bar. */
  private static final int FEWEST_COLUMNS = 20;

  private static final int PATIENCE_SECONDS = 2;

  private ThisTerminal() {}

  /** How wide it is; 0 if standard output is no terminal, or none with room for a bar. */
  static int columns() {
    try {
      if ("dumb".equals(System.getenv("TERM")) || !isThere()) {
        return 0;
      }
      int columns = width();
      return columns >= FEWEST_COLUMNS ? columns : 0;
    } catch (IOException noTools) {
      return 0;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static boolean isThere() throws IOException, InterruptedException {
    Process test = new ProcessBuilder("test", "-t", "1").redirectOutput(Redirect.INHERIT).start();
    return test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
  }

  private static int width() throws IOException, InterruptedException {
    Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
    if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      stty.destroyForcibly();
      return USUAL_COLUMNS;
    }
    String said = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
    Matcher size = SIZE.matcher(said);
    int columns = size.matches() ? Integer.parseInt(size.group(1)) : 0;
    return columns > 0 ? columns : USUAL_COLUMNS;
  }
}
