package dev.tidings.examples.hosts;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.rag.RagPipeline;
import dev.tidings.rag.RagQuery;
import dev.tidings.sse.CutFilter;
import dev.tidings.sse.ServletSink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** On any Servlet 6 container. */
public final class QuestionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ProgressHub hub;
  private final transient RagPipeline pipeline;
  private final transient SseTransport transport;

  /** A servlet for the tasks of that hub. */
  public QuestionServlet(ProgressHub hub, RagPipeline pipeline, SseTransport transport) {
    this.hub = hub;
    this.pipeline = pipeline;
    this.transport = transport;
  }

  // snippet: register
  /** Adds the servlet to an application that starts, and what breaks its connections. */
  public void register(ServletContext application) {
    ServletRegistration.Dynamic servlet = application.addServlet("questions", this);
    servlet.addMapping("/questions/*");
    servlet.setAsyncSupported(true);
    FilterRegistration.Dynamic cut = application.addFilter("tidings-cut", CutFilter.class);
    cut.addMappingForUrlPatterns(EnumSet.of(DispatcherType.ASYNC), false, "/*");
    cut.setAsyncSupported(true);
  }

  // end of snippet

  // snippet: ask
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RagQuery query =
        new RagQuery(
            request.getParameter("question"), Locale.ENGLISH, Map.of(), RagQuery.Delivery.STREAMED);
    ProgressTracker tracker = hub.start(Task.create("task_" + UUID.randomUUID()));
    pipeline.submit(tracker, query);
    response.getWriter().print(tracker.view().task().id());
  }

  // end of snippet

  // snippet: watch
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String taskId = request.getPathInfo().substring(1);
    SseResponse answer =
        transport.respond(
            StreamRequest.forTask(taskId).lastEventId(request.getHeader("Last-Event-ID")));
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (answer.kind() == StreamAnswer.Kind.STREAM) {
      answer.stream(ServletSink.of(request.startAsync()));
    }
  }
  // end of snippet
}
