package dev.tidings.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The event that the other servers map to JSON: the same fields as Tidings' own. */
record Payload(
    String type,
    @JsonProperty("task_id") String taskId,
    String timestamp,
    String stage,
    int progress,
    String message,
    @JsonProperty("message_key") String messageKey,
    @JsonProperty("update_number") int updateNumber) {

  static Payload of(int task, int number, String message) {
    return new Payload(
        "enhanced_progress",
        "task" + task,
        java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString(),
        "processing",
        50,
        message,
        "",
        number);
  }
}
