package dev.tidings;

/** A registration that its holder can take back. Closing it twice does nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Takes the registration back. Never throws. */
  @Override
  void close();
}
