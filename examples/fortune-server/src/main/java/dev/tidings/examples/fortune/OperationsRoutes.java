package dev.tidings.examples.fortune;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Health, metrics and demo tokens. */
final class OperationsRoutes {
  static final String TOKENS = "/api/v1/auth";
  private static final String DEMO_TOKEN = TOKENS + "/demo-token";

  private final Tokens tokens;
  private final DemoLimits limits;
  private final Desk desk;
  private final PrometheusMeterRegistry metrics;
  private final String languageModel;
  private final PoemLibrary library;
  private final JournalStatus journal;
  private final AccessSettings access;

  OperationsRoutes(
      Tokens tokens,
      DemoLimits limits,
      Desk desk,
      PrometheusMeterRegistry metrics,
      String languageModel,
      PoemLibrary library,
      JournalStatus journal,
      AccessSettings access) {
    this.tokens = tokens;
    this.limits = limits;
    this.desk = desk;
    this.metrics = metrics;
    this.languageModel = languageModel;
    this.library = library;
    this.journal = journal;
    this.access = access;
  }

  void register(RoutesConfig routes, Gate gate) {
    Reads.at(
        routes,
        "/health",
        context -> {
          boolean up = !desk.draining();
          Map<String, Object> body = new LinkedHashMap<>();
          String kept = journal.name();
          boolean away = kept.equals(JournalStatus.AWAY);
          body.put("status", !up ? "draining" : away ? "degraded" : "up");
          body.put("language_model", languageModel);
          PoemLibrary.Status search = library.status();
          body.put("retrieval", search.retrieval());
          if (search.embedding()) {
            body.put("embedded", Map.of("done", search.done(), "total", search.total()));
          }
          library
              .host()
              .ifPresent(
                  host ->
                      body.put(
                          "corpus", Map.of("poems", host.poems(), "left_out", host.leftOut())));
          body.put("journal", kept);
          Json.answer(context.status(up ? 200 : 503), body);
        });
    Reads.at(
        routes,
        "/metrics",
        gate.require(
            (context, identity) -> {
              if (!access.readsMetrics(identity.user())) {
                throw Problem.notFound(context.path());
              }
              context
                  .contentType("text/plain;version=0.0.4;charset=utf-8")
                  .result(metrics.scrape());
            }));
    if (tokens.demo()) {
      routes.post(
          DEMO_TOKEN,
          context -> {
            limits.takeToken(context);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("token", tokens.demoToken());
            body.put("expires_in_seconds", Tokens.DEMO_LIFE.toSeconds());
            Json.answer(context, body);
          });
    }
  }
}
