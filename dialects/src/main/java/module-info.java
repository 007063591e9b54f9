/** What clients of Tidings tasks read: the events in JSON, in the words of each kind of client. */
module dev.tidings.dialects {
  requires transitive dev.tidings;
  requires tools.jackson.core;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings.dialects;
}
