package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on a terminal in the end, as a terminal would show it. */
class ScreenTest {
  private static final Map<String, String> MINE = Map.of("TIDINGS_TOKEN", Jwts.of("asker"));
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private TerminalRun ask(int columns) {
    return TerminalRun.start(
        MINE,
        columns,
        "",
        "ask",
        "--number=40",
        "--language=zh",
        "--server",
        server.at("").toString(),
        "會順利嗎？");
  }

  /** Does what the client writes: text, line feeds, to the line's start, one line up, erase. */
  private static List<String> shown(String written) {
    List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    int row = 0;
    int column = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        row++;
        column = 0;
        if (row == lines.size()) {
          lines.add(new StringBuilder());
        }
      } else if (written.startsWith("\u001b[1A", i)) {
        row--;
        i += 3;
      } else if (written.startsWith("\u001b[J", i)) {
        lines.get(row).setLength(column);
        lines.subList(row + 1, lines.size()).clear();
        i += 2;
      } else {
        assertThat(c).as("control character").isGreaterThanOrEqualTo(' ');
        StringBuilder line = lines.get(row);
        line.setLength(column);
        line.append(c);
        column++;
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }

  @Test
  void barShowsStepsAndIsGoneWhenTheAnswerStandsThere() throws Exception {
    TerminalRun run = ask(80);
    model.next().begin().word("只聽").word("耳邊\n消").word("息到").finish("stop");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("%", "正在分析籤詩內容...");
    List<String> shown = shown(run.out());
    assertThat(shown.get(0)).startsWith("任務 task_");
    assertThat(shown.get(1)).startsWith("找到：");
    assertThat(shown.subList(2, 4)).containsExactly("只聽耳邊", "消息到");
    assertThat(shown.get(4)).startsWith("依據：");
    assertThat(String.join("\n", shown)).doesNotContain("%");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 40})
  void longLinesAreBrokenBeforeTheyAreTooWideAndLoseNothing(int columns) throws Exception {
    TerminalRun run = ask(columns);
    FakeModel.Exchange answer = model.next().begin();
    String text = "只聽耳邊消息到 and then some words in another script; 崎嶇歷盡見亨通";
    for (int i = 0; i < text.length(); i++) {
      answer.word(text.substring(i, i + 1));
    }
    answer.finish("stop");

    assertThat(run.exitCode()).isZero();
    List<String> shown = shown(run.out());
    int end = shown.indexOf(shown.stream().filter(line -> line.startsWith("依據")).findFirst().get());
    List<String> lines = shown.subList(2, end);
    assertThat(String.join("", lines)).isEqualTo(text);
    assertThat(lines)
        .allSatisfy(line -> assertThat(width(line)).isLessThan(columns))
        .hasSizeGreaterThan(1);
  }

  private static int width(String line) {
    return line.codePoints().map(point -> point < 0x1100 ? 1 : 2).sum();
  }

  @Test
  void interruptLeavesNoBarBehind() throws Exception {
    TerminalRun run = ask(80);
    FakeModel.Exchange answer = model.next().begin().word("只聽");

    run.interrupt();

    assertThat(run.exitCode()).isEqualTo(130);
    List<String> shown = shown(run.out());
    assertThat(shown).contains("正在取消…", "已取消。");
    assertThat(shown.get(shown.size() - 1)).isEmpty();
    assertThat(answer.seesClientGone()).isTrue();
  }
}
