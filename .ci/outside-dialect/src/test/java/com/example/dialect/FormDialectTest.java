package com.example.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.stream.Dialect;
import dev.tidings.testkit.dialect.DialectClient;
import dev.tidings.testkit.dialect.DialectContract;
import dev.tidings.testkit.dialect.Told;
import java.net.URLDecoder;

class FormDialectTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return new FormDialect();
  }

  @Override
  protected DialectClient client() {
    return new DialectClient() {
      private String answer = "";
      private boolean ended;

      @Override
      public void told(Told message) {
        String[] field = message.body().split("=", 2);
        String value = URLDecoder.decode(field[1], UTF_8);
        switch (field[0]) {
          case "text" -> answer += value;
          case "so_far" -> answer = value;
          case "answer" -> {
            answer = value;
            ended = true;
          }
          case "failed" -> ended = true;
          default -> {}
        }
      }

      @Override
      public String answer() {
        return answer;
      }

      @Override
      public boolean ended() {
        return ended;
      }
    };
  }
}
