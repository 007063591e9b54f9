package dev.tidings;

/** A registration that its holder can take back. Closing it twice does nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** The call takes the registration back, on any thread. It never throws. */
  @Override
  void close();
}
