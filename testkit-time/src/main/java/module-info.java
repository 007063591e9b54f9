/** A clock, a scheduler and an executor that move only by hand. */
module dev.tidings.testkit.time {
  requires static org.jspecify;

  exports dev.tidings.testkit.time;
}
