package dev.tidings.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Spring MVC: the ticker sends to each emitter itself, as its documentation shows. */
final class SpringServer implements LoadServer {
  private static final List<List<SseEmitter>> EMITTERS = new ArrayList<>();
  private static int tasks;

  private final Scenario scenario;
  private final int[] numbers;

  SpringServer(Scenario scenario) {
    this.scenario = scenario;
    this.numbers = new int[scenario.tasks()];
    tasks = scenario.tasks();
    for (int i = 0; i < tasks; i++) {
      EMITTERS.add(new CopyOnWriteArrayList<>());
    }
  }

  /** The application. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Streams streams() {
      return new Streams();
    }

    @Bean
    org.springframework.boot.web.server.WebServerFactoryCustomizer<TomcatServletWebServerFactory>
        sendBuffer() {
      return factory ->
          factory.addConnectorCustomizers(
              connector -> {
                connector.setProperty("maxConnections", "20000");
                connector.setProperty("acceptCount", "8192");
                if (Boolean.getBoolean("small-buffers")) {
                  connector.setProperty("socket.txBufSize", Integer.toString(Hosts.SEND_BUFFER));
                }
              });
    }
  }

  /** The one route. */
  @RestController
  static class Streams {
    @GetMapping("/stream/{number}")
    SseEmitter stream(@PathVariable("number") int number) throws IOException {
      SseEmitter emitter = new SseEmitter(0L);
      // Otherwise the head waits for the first event.
      emitter.send(SseEmitter.event().reconnectTime(2000));
      EMITTERS.get(number % tasks).add(emitter);
      return emitter;
    }
  }

  @Override
  public int start() {
    System.setProperty(
        "small-buffers", Boolean.toString(scenario.stalled() > 0 || scenario.payload() > 0));
    SpringApplication application = new SpringApplication(Application.class);
    application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
    application.setDefaultProperties(
        Map.of("server.port", "0", "server.address", "127.0.0.1", "logging.level.root", "OFF"));
    ServletWebServerApplicationContext context =
        (ServletWebServerApplicationContext) application.run();
    return ((TomcatWebServer) context.getWebServer()).getPort();
  }

  @Override
  public void event(int task, String message) {
    int number = ++numbers[task];
    Payload payload = Payload.of(task, number, message);
    for (SseEmitter emitter : EMITTERS.get(task)) {
      try {
        emitter.send(SseEmitter.event().id(Integer.toString(number)).data(payload));
      } catch (IOException | IllegalStateException gone) {
        EMITTERS.get(task).remove(emitter);
      }
    }
  }

  @Override
  public void end() {
    EMITTERS.forEach(
        all ->
            all.forEach(
                emitter -> {
                  try {
                    emitter.send(LoadClient.END);
                    emitter.complete();
                  } catch (IOException | IllegalStateException gone) {
                    // Counted as lost by the client.
                  }
                }));
  }
}
