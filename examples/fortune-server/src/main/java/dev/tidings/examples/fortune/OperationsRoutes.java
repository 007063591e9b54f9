package dev.tidings.examples.fortune;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;

/** Health, metrics and demo tokens. */
final class OperationsRoutes {
  private static final String DEMO_TOKEN = "/api/v1/auth/demo-token";

  private final Tokens tokens;
  private final Desk desk;
  private final PrometheusMeterRegistry metrics;
  private final String languageModel;

  OperationsRoutes(
      Tokens tokens, Desk desk, PrometheusMeterRegistry metrics, String languageModel) {
    this.tokens = tokens;
    this.desk = desk;
    this.metrics = metrics;
    this.languageModel = languageModel;
  }

  void register(RoutesConfig routes, Gate gate) {
    Reads.at(
        routes,
        "/health",
        context -> {
          boolean up = !desk.draining();
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("status", up ? "up" : "draining");
          body.put("language_model", languageModel);
          Json.answer(context.status(up ? 200 : 503), body);
        });
    Reads.at(
        routes,
        "/metrics",
        gate.require(
            (context, identity) ->
                context
                    .contentType("text/plain;version=0.0.4;charset=utf-8")
                    .result(metrics.scrape())));
    if (tokens.demo()) {
      routes.post(
          DEMO_TOKEN,
          context -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("token", tokens.demoToken());
            body.put("expires_in_seconds", Tokens.DEMO_LIFE.toSeconds());
            Json.answer(context, body);
          });
    }
  }
}
