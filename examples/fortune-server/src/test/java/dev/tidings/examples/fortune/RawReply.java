package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * What a server said to bytes that no HTTP client would send, until it closed the connection.
 *
 * @param text all of it; empty if the connection was closed without a word
 */
record RawReply(String text) {
  private static final int PATIENCE_MILLIS = 20_000;

  /** Sends the bytes, each a character of Latin-1. */
  static RawReply to(int port, String latin) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(latin.getBytes(ISO_8859_1));
      return new RawReply(untilClosed(socket.getInputStream()));
    }
  }

  /** A server that has refused a request resets the connection if more of it comes. */
  private static String untilClosed(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (SocketException reset) {
      // What it said before counts.
    }
    return bytes.toString(UTF_8);
  }

  /** The status, the last one where an interim answer came first. */
  int status() {
    return Integer.parseInt(finalAnswer().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  String head() {
    return finalAnswer().split("\r\n\r\n", 2)[0];
  }

  private String finalAnswer() {
    return text.startsWith("HTTP/1.1 100") ? text.split("\r\n\r\n", 2)[1] : text;
  }
}
