package dev.tidings.examples.fortune.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a run of the client is in.
 *
 * @param environment variables by name
 * @param locale of whoever sits there
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param columns how wide the terminal is; 0 if standard output is none
 * @param onInterrupt is given what Ctrl-C is to do, once there is something to do
 */
public record Surroundings(
    Map<String, String> environment,
    Locale locale,
    InputStream in,
    PrintStream out,
    PrintStream err,
    int columns,
    Consumer<Runnable> onInterrupt) {}
