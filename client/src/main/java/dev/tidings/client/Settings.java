package dev.tidings.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a client was built with; see its builder.
 *
 * @param nanoTime a clock that never jumps
 */
record Settings(
    HttpClient http,
    Supplier<? extends @Nullable String> token,
    Map<String, String> headers,
    Duration answerTimeout,
    Duration silence,
    Duration firstWait,
    Duration longestWait,
    Duration giveUpAfter,
    int maxEventBytes,
    int maxTextLength,
    ConnectionListener connections,
    RandomGenerator random,
    LongSupplier nanoTime) {}
