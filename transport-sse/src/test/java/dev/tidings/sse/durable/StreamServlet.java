package dev.tidings.sse.durable;

import dev.tidings.TaskView;
import dev.tidings.dialects.DurableAnswer;
import dev.tidings.dialects.DurableRequest;
import dev.tidings.dialects.DurableStreams;
import dev.tidings.sse.JettySink;
import dev.tidings.sse.TightFraming;
import dev.tidings.stream.Framing;
import dev.tidings.stream.Session;
import dev.tidings.stream.StreamAnswer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The calls of the protocol, without producers, forks and subscriptions. */
final class StreamServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String CLOSED = "Stream-Closed";
  private static final Framing FRAMING = new TightFraming();

  private final transient StoredStreams streams;

  StreamServlet(StoredStreams streams) {
    this.streams = streams;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("Access-Control-Allow-Origin", "*");
    try {
      switch (request.getMethod()) {
        case "PUT" -> create(request, response);
        case "POST" -> append(request, response);
        case "GET" -> read(request, response);
        case "HEAD" -> head(request, response);
        case "OPTIONS" -> {
          response.setHeader("Access-Control-Allow-Headers", "*");
          response.setStatus(204);
        }
        case "DELETE" -> {
          streams.remove(path(request), find(request));
          response.setStatus(204);
        }
        default -> throw new Refused(405, "no such method");
      }
    } catch (Refused refused) {
      refused.headers().forEach(response::setHeader);
      response.setStatus(refused.status());
      response.setContentType("text/plain");
      response.getWriter().print(refused.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      response.setStatus(503);
    }
  }

  private static String path(HttpServletRequest request) {
    return request.getRequestURI();
  }

  private StoredStream find(HttpServletRequest request) throws Refused {
    return streams.find(path(request)).orElseThrow(() -> new Refused(404, "no such stream"));
  }

  private static boolean closes(HttpServletRequest request) {
    return "true".equals(request.getHeader(CLOSED));
  }

  private void create(HttpServletRequest request, HttpServletResponse response)
      throws IOException, Refused, InterruptedException {
    StreamSettings settings =
        StreamSettings.of(
            request.getContentType(),
            request.getHeader("Stream-TTL"),
            request.getHeader("Stream-Expires-At"));
    byte[] body = request.getInputStream().readAllBytes();
    List<byte[]> messages = body.length == 0 ? List.of() : Messages.of(settings, body);
    boolean isNew = streams.find(path(request)).isEmpty();
    StoredStream stream = streams.findOrCreate(path(request), settings);
    if (!isNew && (!stream.settings().sameAs(settings) || stream.closed() != closes(request))) {
      throw new Refused(409, "the stream was created with other settings");
    }
    if (isNew && (!messages.isEmpty() || closes(request))) {
      stream.append(messages, closes(request), null);
    }
    response.setStatus(isNew ? 201 : 200);
    response.setHeader("Location", request.getRequestURL().toString());
    response.setContentType(stream.settings().contentType());
    place(stream, response);
  }

  private static void place(StoredStream stream, HttpServletResponse response) {
    response.setHeader("Stream-Next-Offset", stream.offset());
    if (stream.closed()) {
      response.setHeader(CLOSED, "true");
    }
  }

  private void append(HttpServletRequest request, HttpServletResponse response)
      throws IOException, Refused, InterruptedException {
    StoredStream stream = find(request);
    byte[] body = request.getInputStream().readAllBytes();
    List<byte[]> messages = List.of();
    if (body.length > 0) {
      stream.requireOpen();
      messages = messages(request, stream, body);
    } else if (!closes(request)) {
      throw new Refused(400, "the body is empty");
    }
    stream.append(messages, closes(request), request.getHeader("Stream-Seq"));
    response.setStatus(204);
    place(stream, response);
  }

  private static List<byte[]> messages(HttpServletRequest request, StoredStream stream, byte[] body)
      throws Refused {
    String type = request.getContentType();
    if (type == null) {
      throw new Refused(400, "Content-Type is missing");
    }
    if (!StreamSettings.media(type).equals(StreamSettings.media(stream.settings().contentType()))) {
      throw new Refused(409, "the stream has another Content-Type");
    }
    List<byte[]> messages = Messages.of(stream.settings(), body);
    if (messages.isEmpty()) {
      throw new Refused(400, "an empty array appends nothing");
    }
    return messages;
  }

  private void head(HttpServletRequest request, HttpServletResponse response) throws Refused {
    StoredStream stream = find(request);
    StreamSettings settings = stream.settings();
    begin(response, streams.reads(settings).head(task(stream)));
    if (settings.ttl() != null) {
      response.setHeader("Stream-TTL", String.valueOf(settings.ttl().toSeconds()));
    }
    if (settings.expiresAt() != null) {
      response.setHeader("Stream-Expires-At", settings.expiresAt().toString());
    }
  }

  private TaskView task(StoredStream stream) throws Refused {
    return streams.task(stream).orElseThrow(() -> new Refused(404, "no such stream"));
  }

  private static void begin(HttpServletResponse response, DurableAnswer answer) {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
  }

  private void read(HttpServletRequest request, HttpServletResponse response)
      throws IOException, Refused {
    StoredStream stream = find(request);
    DurableRequest wanted = wanted(request);
    TaskView task = task(stream);
    DurableStreams reads = streams.reads(stream.settings());
    if (wanted.live() == DurableRequest.Live.SSE) {
      stream(request, response, reads, wanted, task);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    CompletionStage<Void> unused =
        reads
            .read(wanted, task)
            .thenAccept(answer -> send(response, answer))
            .whenComplete(
                (nothing, fault) -> {
                  if (fault != null) {
                    response.setStatus(500);
                  }
                  async.complete();
                });
  }

  private static DurableRequest wanted(HttpServletRequest request) throws Refused {
    Map<String, List<String>> query = new HashMap<>();
    request.getParameterMap().forEach((name, values) -> query.put(name, Arrays.asList(values)));
    try {
      return DurableRequest.of(query).ifNoneMatch(request.getHeader("If-None-Match"));
    } catch (IllegalArgumentException wrong) {
      throw new Refused(400, String.valueOf(wrong.getMessage()));
    }
  }

  private void stream(
      HttpServletRequest request,
      HttpServletResponse response,
      DurableStreams reads,
      DurableRequest wanted,
      TaskView task)
      throws Refused {
    StreamAnswer answer =
        streams.sessions().respond(reads.stream(wanted, task), reads.dialect(), Optional.of(task));
    if (answer.kind() != StreamAnswer.Kind.STREAM) {
      throw new Refused(answer.kind() == StreamAnswer.Kind.GONE ? 410 : 503, answer.detail());
    }
    response.setHeader("Content-Type", "text/event-stream");
    response.setHeader("Cache-Control", "no-cache");
    reads.dialect().headers().forEach(response::setHeader);
    Session unused = answer.stream(FRAMING, JettySink.of(request.startAsync()));
  }

  private static void send(HttpServletResponse response, DurableAnswer answer) {
    begin(response, answer);
    try {
      response.getOutputStream().write(answer.body());
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
