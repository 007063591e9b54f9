package dev.tidings.benchmarks.load;

import io.javalin.Javalin;
import io.javalin.http.sse.SseClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plain Javalin: the ticker sends to each client itself, as its documentation shows. */
final class JavalinServer implements LoadServer {
  private final Scenario scenario;
  private final List<List<SseClient>> clients = new ArrayList<>();
  private final int[] numbers;

  JavalinServer(Scenario scenario) {
    this.scenario = scenario;
    this.numbers = new int[scenario.tasks()];
    for (int i = 0; i < scenario.tasks(); i++) {
      clients.add(new CopyOnWriteArrayList<>());
    }
  }

  @Override
  public int start() {
    Javalin web =
        Javalin.create(
            config -> {
              Hosts.configure(config, scenario);
              config.routes.sse(
                  "/stream/{number}",
                  client -> {
                    client.keepAlive();
                    int number = Integer.parseInt(client.ctx().pathParam("number"));
                    clients.get(number % scenario.tasks()).add(client);
                  });
            });
    return web.start().port();
  }

  @Override
  public void event(int task, String message) {
    int number = ++numbers[task];
    Payload payload = Payload.of(task, number, message);
    for (SseClient client : clients.get(task)) {
      client.sendEvent("message", payload, Integer.toString(number));
    }
  }

  @Override
  public void end() {
    clients.forEach(
        all ->
            all.forEach(
                client -> {
                  client.sendEvent("message", LoadClient.END);
                  client.close();
                }));
  }
}
