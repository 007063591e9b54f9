/**
 * Task logs, their cursors, and the pipeline that fills them. Knows no JSON, no HTTP, no Lucene.
 */
module dev.tidings {
  requires org.slf4j;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.tidings;
  exports dev.tidings.rag;
}
