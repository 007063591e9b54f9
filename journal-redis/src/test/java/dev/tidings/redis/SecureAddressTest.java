package dev.tidings.redis;

import static dev.tidings.redis.Fixture.answer;
import static dev.tidings.redis.Fixture.await;
import static dev.tidings.redis.Fixture.head;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.journal.Journal.Answer;
import dev.tidings.testkit.server.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** TLS, a user with a password, and a database, all said by the address. */
@EnabledIf("dev.tidings.testkit.server.RedisServer#installed")
class SecureAddressTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private RedisServer redis;
  private int port;

  @BeforeEach
  void start() throws Exception {
    makeCertificate();
    port = freePort();
    String certificate = folder.resolve("certificate.pem").toString();
    String settings =
        "--tls-port %d --tls-cert-file %s --tls-key-file %s --tls-ca-cert-file %s"
                .formatted(port, certificate, folder.resolve("key.pem"), certificate)
            + " --tls-auth-clients no --user tidings on >secret ~* &* +@all";
    redis = RedisServer.start(settings.split(" ", -1));
  }

  private void makeCertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String options =
        "-genkeypair -alias redis -keyalg RSA -keysize 2048 -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
            + " -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore ";
    Process made =
        new ProcessBuilder((keytool + " " + options + store).split(" ", -1))
            .redirectErrorStream(true)
            .start();
    made.getInputStream().readAllBytes();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    writePem("certificate.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    writePem("key.pem", "PRIVATE KEY", keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
  }

  private void writePem(String name, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
  }

  @Test
  void aTaskIsKeptBehindTlsByThatUserInThatDatabase() {
    String address = "rediss://tidings:secret@127.0.0.1:" + port + "/3?verifyPeer=NONE";
    try (RedisJournal journal = RedisJournal.of(address)) {
      journal.open(changed -> {});
      assertThat(answer(() -> journal.begin("a", Optional.of("me"), head("a", "w1"))))
          .isEqualTo(Answer.STORED);
    }
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port() + "/3");
    try (StatefulRedisConnection<String, String> plain = client.connect()) {
      assertThat(plain.sync().keys("*")).contains(new Keys("tidings:").log("a"));
    } finally {
      client.shutdown();
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsNotTalkedTo() {
    String address = "rediss://tidings:secret@127.0.0.1:" + port;
    try (RedisJournal journal = RedisJournal.of(address)) {
      journal.open(changed -> {});
      assertThatThrownBy(() -> await(journal.begin("a", Optional.of("me"), head("a", "w1"))))
          .hasStackTraceContaining("certification path");
    }
  }
}
