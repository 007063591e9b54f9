package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client as a process of its own, in which signals and the encoding are real. */
class TerminalProcessTest {
  private static final String TOKEN = Jwts.of("asker");
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private Process ask() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of("ask", "--number=40", "--language=zh", "Will it?"));
    command.addAll(List.of("--server", server.at("").toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TIDINGS_TOKEN", TOKEN);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  @Test
  void answerIsUtf8WhateverTheLocale() throws Exception {
    Process client = ask();
    model.next().answer("只聽耳邊消息到");

    assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).isZero();
    assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).isEqualTo("只聽耳邊消息到\n");
    assertThat(new String(client.getErrorStream().readAllBytes(), UTF_8))
        .contains("[100%] 解釋生成完成！")
        .doesNotContain("Exception", "WARN");
  }

  @Test
  void signalCancelsTheTaskBeforeTheProcessIsGone() throws Exception {
    Process client = ask();
    FakeModel.Exchange answer = model.next().begin().word("只聽");

    // SIGTERM, which takes the way of Ctrl-C; a test's own parent may have SIGINT ignored for it.
    assertThat(client.toHandle().destroy()).isTrue();

    assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).isEqualTo(128 + 15);
    assertThat(new String(client.getErrorStream().readAllBytes(), UTF_8)).contains("已取消。");
    assertThat(answer.seesClientGone()).isTrue();
  }
}
