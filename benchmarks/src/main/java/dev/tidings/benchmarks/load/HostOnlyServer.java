package dev.tidings.benchmarks.load;

import io.javalin.Javalin;
import java.util.concurrent.CompletableFuture;

/** Javalin with open responses that nobody writes to: what an idle connection costs the host. */
final class HostOnlyServer implements LoadServer {
  private final Scenario scenario;

  HostOnlyServer(Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public int start() {
    return Javalin.create(
            config -> {
              Hosts.configure(config, scenario);
              config.routes.get(
                  "/stream/{number}",
                  context -> {
                    context.contentType("text/event-stream");
                    context.res().flushBuffer();
                    context.future(
                        () -> {
                          context.req().getAsyncContext().setTimeout(0);
                          return new CompletableFuture<>();
                        });
                  });
            })
        .start()
        .port();
  }

  @Override
  public void event(int task, String message) {}

  @Override
  public void end() {}
}
