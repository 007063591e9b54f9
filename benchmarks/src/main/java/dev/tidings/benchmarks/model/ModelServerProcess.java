package dev.tidings.benchmarks.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The endpoint's process, which ends with this one. */
final class ModelServerProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ModelServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ModelServerProcess start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ModelServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("PORT ")) {
      throw new IOException("the endpoint said " + line);
    }
    return new ModelServerProcess(process, Integer.parseInt(line.substring(5)));
  }

  String baseUrl(String kind) {
    return "http://127.0.0.1:" + port + "/" + kind + "/v1";
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
