/**
 * Task logs, their cursors, and the pipeline that fills them. Knows no JSON, no HTTP, no Lucene.
 */
@SuppressWarnings("module") // the testkit is not there when this is compiled
module dev.tidings {
  requires org.slf4j;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings;
  exports dev.tidings.journal;
  exports dev.tidings.rag;
  exports dev.tidings.stream;
  exports dev.tidings.internal.stream to
      dev.tidings.testkit;
}
