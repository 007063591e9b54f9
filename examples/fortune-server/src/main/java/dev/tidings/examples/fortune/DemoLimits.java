package dev.tidings.examples.fortune;

import io.javalin.http.Context;

/** How often an address may fetch a demo token, and ask with one. */
final class DemoLimits {
  private final boolean demo;
  private final ClientAddress addresses;
  private final RateLimit tokens;
  private final RateLimit questions;

  /** The limits of a server that gives demo tokens out, or of one that does not and has none. */
  DemoLimits(boolean demo, AccessSettings access) {
    this.demo = demo;
    addresses = new ClientAddress(access.proxies());
    tokens = new RateLimit("demo tokens", access.demoTokensPerMinute(), System::nanoTime);
    questions = new RateLimit("questions", access.demoQuestionsPerMinute(), System::nanoTime);
  }

  /** Counts a demo token, or refuses it. */
  void takeToken(Context context) {
    tokens.take(addresses.of(context.req()));
  }

  /** Counts a question of a demo user, or refuses it. Without demo tokens there are none. */
  void takeQuestion(Context context) {
    if (demo) {
      questions.take(addresses.of(context.req()));
    }
  }
}
