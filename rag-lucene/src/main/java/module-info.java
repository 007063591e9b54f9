/** An index of short texts on Lucene, which is a {@link dev.tidings.rag.Retriever}, and poems. */
module dev.tidings.lucene {
  requires transitive dev.tidings;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;
  requires org.slf4j;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.tidings.lucene;
}
