package dev.tidings;

/**
 * The tokens a model says it used.
 *
 * @param promptTokens tokens read
 * @param completionTokens tokens written
 * @param totalTokens what the model bills in all
 */
public record TokenUsage(long promptTokens, long completionTokens, long totalTokens) {}
