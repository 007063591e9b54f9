package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class DocumentedClientTest {
  @Test
  void followsATaskAsTheDocumentationSays() {
    String token = Jwts.of("reader");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FakeModel model = new FakeModel();
        TestServer server = TestServer.asking(model)) {
      String task = server.ask(token);
      model.next().answer("只聽耳邊消息到");

      DocumentedClient.follow(
          server.at(TestServer.STREAMING), () -> token, task, new PrintStream(out, true, UTF_8));
    }

    assertThat(out.toString(UTF_8))
        .contains("25% 正在映射神明識別碼...", "只聽耳邊消息到")
        .endsWith("100% 解釋生成完成！\n");
  }
}
