package dev.tidings.benchmarks.model;

import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.openai.ChatFault;
import dev.tidings.testkit.openai.ChatFaults;
import dev.tidings.testkit.server.FaultServer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The fault table: what each client tells its caller when an endpoint does what a row says. Others
 * have other contracts, so this says what happened, and not who is right; time-outs are set to two
 * seconds where a client has them. Prints Markdown.
 */
public final class FaultTableMain {
  private static final String[] CLIENTS = {"tidings", "langchain4j", "openai-java"};
  private static final int LONGEST_SECONDS = 12;

  private FaultTableMain() {}

  /** Runs every row on every client. */
  public static void main(String[] args) throws Exception {
    String group = "";
    for (ChatFault fault : ChatFaults.all()) {
      if (!fault.group().equals(group)) {
        group = fault.group();
        System.out.println();
        System.out.println("| " + group + " | must end as | " + String.join(" | ", CLIENTS) + " |");
        System.out.println("|---|---|---|---|---|");
      }
      StringBuilder row = new StringBuilder("| " + fault.name() + " | " + fault.ending() + " |");
      for (String name : CLIENTS) {
        row.append(' ').append(ending(name, fault)).append(" |");
      }
      System.out.println(row);
    }
    System.exit(0);
  }

  private static String ending(String name, ChatFault fault) throws Exception {
    StringBuffer text = new StringBuffer();
    ExecutorService caller =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "caller");
              thread.setDaemon(true);
              return thread;
            });
    try (FaultServer server = FaultServer.start(fault.script());
        ModelClient client =
            ModelClient.of(name, server.uri("/v1").toString(), Duration.ofSeconds(2))) {
      Future<String> answer = caller.submit(() -> client.ask(text::append));
      String reason = answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return "answer " + quoted(text) + ", " + reason;
    } catch (ExecutionException e) {
      return failure(e.getCause()) + (text.isEmpty() ? "" : " after " + quoted(text));
    } catch (TimeoutException e) {
      return "nothing for " + LONGEST_SECONDS + " s";
    } finally {
      caller.shutdownNow();
    }
  }

  private static String failure(Throwable cause) {
    return cause instanceof ChatModelException failure
        ? failure.code().wireName()
        : cause.getClass().getSimpleName();
  }

  private static String quoted(CharSequence text) {
    return "\"" + text + "\"";
  }
}
