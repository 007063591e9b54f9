package dev.tidings.testkit.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Clients that come, break off and come again by chance; the same for the same seed. */
final class Crowd {
  private final Random random;
  private final Supplier<Reader> clients;
  private final List<Reader> readers = new ArrayList<>();

  /** Nobody yet; each who comes is one of those clients. */
  Crowd(Random random, Supplier<Reader> clients) {
    this.random = random;
    this.clients = clients;
  }

  /**
   * One of them does something.
   *
   * @param mayBeLost whether one may come with an id that nobody knows
   */
  void goOn(boolean mayBeLost) {
    int chance = random.nextInt(12);
    if (chance == 0 || readers.isEmpty()) {
      Reader reader = clients.get();
      reader.connect(sink());
      readers.add(reader);
      return;
    }
    Reader reader = readers.get(random.nextInt(readers.size()));
    switch (chance) {
      case 1 -> reader.connect(sink());
      case 2 -> {
        if (mayBeLost) {
          reader.connectLost(sink());
        }
      }
      case 3 -> reader.breakOff();
      default -> reader.takeWrite();
    }
  }

  /** Has each come again, some once more than they must, until it has the end. */
  List<DialectClient> finish() {
    List<DialectClient> ended = new ArrayList<>();
    for (Reader reader : readers) {
      if (random.nextBoolean()) {
        reader.breakOff();
      }
      reader.finish();
      if (!reader.hasEnd()) {
        reader.connect(sink());
        reader.finish();
      }
      ended.add(reader.client());
    }
    return ended;
  }

  private MessageSink sink() {
    return random.nextBoolean() ? MessageSink.eager() : MessageSink.slow();
  }
}
