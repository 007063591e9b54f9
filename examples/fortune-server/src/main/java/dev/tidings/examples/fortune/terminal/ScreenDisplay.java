package dev.tidings.examples.fortune.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.client.Connection;
import dev.tidings.client.TaskEvent;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jline.utils.WCWidth;

/**
 * A terminal: the answer grows from above, and below it a bar shows how far the task is.
 * Thread-safe.
 *
 * <p>The last lines of the screen are drawn over and over: the line of the answer that is not full
 * yet, if there is one, and the bar. What is full goes above them for good. The bar's percents are
 * the task's; only its clock moves by itself.
 */
final class ScreenDisplay implements Display {
  private static final int REDRAWN_MILLIS = 200;

  /**
   * The columns that are left free behind the bar: a terminal echoes ^C there, and must not go to
   * the next line for it, or what is drawn next stands a line too low.
   */
  private static final int ECHO = 3;

  private static final String ERASE_BELOW = "\u001b[J";
  private static final String LINE_UP = "\u001b[1A";

  private final PrintStream out;
  private final Words words;
  private final int width;
  private final ProgressBar bar;

  @GuardedBy("this")
  private final StringBuilder open = new StringBuilder();

  @GuardedBy("this")
  private String drawnBar = "";

  @GuardedBy("this")
  private int linesAboveCursor;

  @GuardedBy("this")
  private boolean over;

  ScreenDisplay(PrintStream out, Words words, int width) {
    this.out = out;
    this.words = words;
    this.width = width;
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(100)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(REDRAWN_MILLIS)
            .continuousUpdate()
            .hideEta()
            .setConsumer(new BarLine())
            .build();
  }

  /** Where the bar is drawn. */
  private final class BarLine implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width - ECHO;
    }

    @Override
    public void accept(String rendered) {
      drawBar(rendered);
    }

    @Override
    public void close() {
      // The display erases it.
    }
  }

  private synchronized void drawBar(String rendered) {
    if (!over) {
      drawnBar = rendered;
      redraw("");
    }
  }

  @Override
  public void task(String taskId) {
    above(words.task(taskId));
  }

  @Override
  public void event(TaskEvent event) {
    var lines = words.lines(event);
    if (event instanceof TaskEvent.Text piece) {
      answer(Clean.text(piece.text()));
    } else if (event instanceof TaskEvent.End end) {
      if (end instanceof TaskEvent.Completed completed && !words.streamed()) {
        answer(Clean.text(completed.response()));
      }
      finish();
      lines.forEach(this::above);
    } else if (event instanceof TaskEvent.Data) {
      lines.forEach(this::above);
    } else {
      bar.stepTo(words.percent());
      bar.setExtraMessage(words.message());
      bar.refresh();
    }
  }

  private synchronized void answer(String piece) {
    open.append(piece);
    StringBuilder full = new StringBuilder();
    for (int end = endOfLine(); end >= 0; end = endOfLine()) {
      full.append(open, 0, end).append('\n');
      boolean lineFeed = open.charAt(end) == '\n';
      open.delete(0, lineFeed ? end + 1 : end);
    }
    redraw(full.toString());
  }

  /** Where the first line of what is open is full: at a line feed, or before what is too wide. */
  @GuardedBy("this")
  private int endOfLine() {
    int column = 0;
    int space = -1;
    for (int i = 0; i < open.length(); ) {
      int point = open.codePointAt(i);
      if (point == '\n') {
        return i;
      }
      column += Math.max(0, WCWidth.wcwidth(point));
      if (column >= width) {
        return space > 0 ? space : i;
      }
      i += Character.charCount(point);
      if (point == ' ') {
        space = i;
      }
    }
    return -1;
  }

  @Override
  public void connection(Connection connection) {
    words.connection(connection).ifPresent(this::above);
  }

  @Override
  public void note(String sentence) {
    above(Clean.line(sentence));
  }

  private synchronized void above(String line) {
    redraw(line + "\n");
  }

  /** Draws the last lines anew, below what is there for good from now on. */
  @GuardedBy("this")
  private void redraw(String forGood) {
    StringBuilder drawn = new StringBuilder("\r");
    drawn.append(LINE_UP.repeat(linesAboveCursor)).append(ERASE_BELOW).append(forGood);
    linesAboveCursor = 0;
    if (!over) {
      if (open.length() > 0) {
        drawn.append(open).append('\n');
        linesAboveCursor = 1;
      }
      drawn.append(drawnBar);
    }
    out.print(drawn);
    out.flush();
  }

  /** The bar is gone, and what is open of the answer is for good. */
  private void finish() {
    bar.close();
    synchronized (this) {
      if (!over) {
        over = true;
        String rest = open.length() > 0 ? open + "\n" : "";
        open.setLength(0);
        redraw(rest);
      }
    }
  }

  @Override
  public void close() {
    finish();
  }
}
