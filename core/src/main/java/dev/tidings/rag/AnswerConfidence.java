package dev.tidings.rag;

import dev.tidings.Confidence;
import org.jspecify.annotations.Nullable;

/**
 * How sure an answer is, from what was measured: the retrieval's match, and the mean probability of
 * the tokens where the model gives it. With both it is their product. An answer that was cut at the
 * length limit has half of it, as half of what it would have said is not known. With neither there
 * is none.
 */
final class AnswerConfidence {
  private AnswerConfidence() {}

  static @Nullable Confidence of(Retrieval retrieval, ChatCompletion completion) {
    Double match = retrieval.match();
    Double probability = completion.meanTokenProbability();
    double sureness;
    String method;
    if (match != null && probability != null) {
      sureness = match * probability;
      method = "retrieval_match_token_probability";
    } else if (match != null) {
      sureness = match;
      method = "retrieval_match";
    } else if (probability != null) {
      sureness = probability;
      method = "token_probability";
    } else {
      return null;
    }
    if (completion.cut()) {
      sureness /= 2;
    }
    return new Confidence((int) Math.round(100 * sureness), method);
  }
}
