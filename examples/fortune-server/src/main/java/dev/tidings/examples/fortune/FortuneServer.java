package dev.tidings.examples.fortune;

import dev.tidings.MessageBundles;
import dev.tidings.MessageCatalog;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.StageModel;
import dev.tidings.dialects.Dialects;
import dev.tidings.dialects.DurableStreams;
import dev.tidings.journal.Journal;
import dev.tidings.journal.JournalUnavailableException;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.openai.OpenAiChatModel;
import dev.tidings.openai.OpenAiChatModelBuilder;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.RagPipeline;
import dev.tidings.redis.RedisJournal;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.TaskStreams;
import dev.tidings.websocket.WebSocketTransport;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modules of Tidings, wired to a Javalin host: read this file to see how they meet. */
public final class FortuneServer implements AutoCloseable {
  private static final Duration JOURNAL_AWAY = Duration.ofSeconds(30);

  /** So many bytes of one task may wait for the journal that the longest answer fits. */
  private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  private static final long WAITING_IN_ALL = 64L * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(FortuneServer.class);

  /** How long the container may take to send what the streams have handed over. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(1);

  private final ServerSettings settings;
  private final PoemLibrary library;
  private final ChatModel model;
  private final Desk desk;

  /** The hub of the tasks that are worked on here. */
  private final ProgressHub hub;

  /** The hub that clients' tasks are found in: the same one, unless a test takes them apart. */
  private final ProgressHub found;

  private final TaskStreams streams;
  private final DurableStreams durable;
  private final OpenStreams open = new OpenStreams();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Javalin web;

  private FortuneServer(ServerSettings settings, List<Journal> journals) throws IOException {
    this.settings = settings;
    library = PoemLibrary.open(settings);
    PoemIndex poems = library.index();
    model = model(settings.model());
    desk = new Desk(poems, settings);
    ServerMetrics observers = new ServerMetrics(metrics);
    MessageCatalog steps =
        MessageBundles.of(
            FortuneServer.class.getClassLoader(), "dev.tidings.examples.fortune.steps");
    ProgressHubBuilder tasks =
        settings
            .retention()
            .applyTo(ProgressHub.builder())
            .stages(StageModel.ragLlm())
            .messages(steps)
            .observer(observers.hub());
    hub =
        journals.isEmpty()
            ? tasks.build()
            : tasks
                .journal(journals.get(0))
                .journalPatience(JOURNAL_AWAY, LONGEST_ANSWER, WAITING_IN_ALL)
                .build();
    found =
        journals.size() < 2
            ? hub
            : ProgressHub.builder().messages(steps).journal(journals.get(1)).build();
    Duration ping = settings.ping();
    TaskStreams.Builder streaming =
        TaskStreams.builder(found)
            .writeTimeout(settings.writeTimeout())
            .observer(observers.streams());
    streams =
        (ping == null ? streaming.withoutPings() : streaming.ping(Dialects.enhanced(), ping))
            .build();
    durable = DurableStreams.create();
    observers.gauges(hub, streams, desk);
    RagPipeline pipeline =
        RagPipeline.builder().retriever(poems).prompt(new FortunePrompt()).model(model).build();
    web = Javalin.create(config -> configure(config, pipeline));
  }

  private static ChatModel model(ServerSettings.ModelSettings settings) {
    if (!settings.connected()) {
      return new OfflineInterpreter();
    }
    OpenAiChatModelBuilder builder =
        OpenAiChatModel.builder().model(settings.name()).firstTokenTimeout(settings.firstToken());
    if (settings.baseUrl() != null) {
      builder.baseUrl(settings.baseUrl());
    }
    if (settings.apiKey() != null) {
      builder.apiKey(settings.apiKey());
    }
    return builder.build();
  }

  private void configure(JavalinConfig config, RagPipeline pipeline) {
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = QuestionBody.MOST_BYTES + 1L;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    JettyHost.configure(config, settings);
    FirstRequestAlone.install(config);
    config.routes.before(new AnswerHeaders());
    config.routes.before(new WellFormedQuery());
    Pages.configure(config);
    Tokens tokens = new Tokens(settings.jwtSecret());
    Tickets tickets = tokens.tickets();
    Gate gate = new Gate(tokens, tickets);
    DemoLimits limits = new DemoLimits(tokens.demo(), settings.access());
    new ChatRoutes(hub, found, pipeline, desk, limits, tickets).register(config.routes, gate);
    OwnTasks own = new OwnTasks(found);
    StreamAnswers answers = new StreamAnswers(SseTransport.of(streams), open);
    new StreamRoutes(answers, own).register(config.routes, gate);
    new AiSdkRoutes(hub, found, pipeline, desk, limits, answers).register(config.routes, gate);
    new AgUiRoutes(hub, found, pipeline, desk, limits, own, answers).register(config.routes, gate);
    new DurableRoutes(durable, own, answers, open).register(config.routes, gate);
    WebSocketTransport sockets =
        WebSocketTransport.builder(streams).origins(settings.access().origins()).build();
    new SocketRoute(sockets, own, gate, open).install(config);
    new PoemRoutes(library.index()).register(config.routes, gate);
    new OperationsRoutes(
            tokens,
            limits,
            desk,
            metrics,
            languageModel(),
            library,
            new JournalStatus(hub, settings.redis() != null),
            settings.access())
        .register(config.routes, gate);
    config.routes.exception(Problem.class, (problem, context) -> Json.answer(context, problem));
    config.routes.exception(
        JournalUnavailableException.class,
        (away, context) -> Json.answer(context, Problem.storeAway()));
    config.routes.exception(
        MethodNotAllowedResponse.class,
        (wrong, context) -> {
          context.header("Allow", String.join(", ", wrong.getDetails().values()));
          Json.answer(context, Problem.methodNotAllowed(context.method().name(), context.path()));
        });
    config.routes.exception(
        HttpResponseException.class,
        (wrong, context) ->
            Json.answer(
                context,
                switch (wrong.getStatus()) {
                  case 404 -> Problem.notFound(context.path());
                  case 413 -> Problem.tooLarge(QuestionBody.MOST_BYTES);
                  default ->
                      wrong.getStatus() < 500
                          ? Problem.invalid("The request cannot be understood.")
                          : Problem.internal();
                }));
    config.routes.exception(
        Exception.class,
        (fault, context) -> {
          log.error("Request {} {} failed", context.method(), context.path(), fault);
          Json.answer(context, Problem.internal());
        });
  }

  private String languageModel() {
    return settings.model().connected() ? settings.model().name() : OfflineInterpreter.NAME;
  }

  /**
   * Starts a server.
   *
   * @throws IOException if the corpus cannot be read, or the port is not to be had
   * @throws IllegalArgumentException if a setting is wrong
   */
  public static FortuneServer start(ServerSettings settings) throws IOException {
    String redis = settings.redis();
    return start(
        settings,
        redis == null
            ? List.of()
            : List.of(RedisJournal.builder(redis).retention(settings.retention().time()).build()));
  }

  /** The same with the tasks in one hub and what clients find in another; for tests. */
  static FortuneServer start(ServerSettings settings, Journal work, Journal watch)
      throws IOException {
    return start(settings, List.of(work, watch));
  }

  private static FortuneServer start(ServerSettings settings, List<Journal> journals)
      throws IOException {
    FortuneServer server = new FortuneServer(settings, journals);
    try {
      server.web.start();
      return server;
    } catch (UncheckedIOException refused) {
      server.close();
      throw new IOException(refused.getMessage(), refused);
    }
  }

  /** Where the page is. */
  public String address() {
    return "http://localhost:" + web.port() + "/";
  }

  /**
   * Stops in order: refuses questions, ends every task, lets the streams give their last events
   * within the drain time, then closes everything.
   */
  @Override
  public void close() {
    desk.drain();
    hub.close();
    durable.close();
    try {
      streams.drain(settings.drain());
      open.awaitNone(LAST_BYTES);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    found.close();
    web.stop();
    desk.close();
    try {
      library.close();
      if (model instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } catch (Exception fault) {
      log.warn("Closing the server's parts failed", fault);
    }
    metrics.close();
  }
}
