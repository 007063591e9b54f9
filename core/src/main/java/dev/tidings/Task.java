package dev.tidings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a host says of a task when it starts it. It is immutable: each method returns a changed
 * copy.
 */
public final class Task {
  /** The longest owner, in UTF-16 units. */
  public static final int MAX_OWNER = 1_024;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

  private final String id;
  private final @Nullable String owner;
  private final Locale locale;
  private final @Nullable Duration deadline;
  private final Map<Stage, Duration> stageDeadlines;
  private final Map<String, Object> attributes;
  private final Map<String, Object> privateAttributes;

  private Task(
      String id,
      @Nullable String owner,
      Locale locale,
      @Nullable Duration deadline,
      Map<Stage, Duration> stageDeadlines,
      Map<String, Object> attributes,
      Map<String, Object> privateAttributes) {
    this.id = id;
    this.owner = owner;
    this.locale = locale;
    this.deadline = deadline;
    this.stageDeadlines = stageDeadlines;
    this.attributes = attributes;
    this.privateAttributes = privateAttributes;
  }

  /**
   * A task in English without owner, deadlines or attributes.
   *
   * @param id unique in its hub; 1 to 128 letters, digits and {@code _ . : -}, beginning with a
   *     letter or digit
   * @throws IllegalArgumentException if the id is not of that form
   */
  public static Task create(String id) {
    Objects.requireNonNull(id, "id");
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "task id '"
              + id
              + "' must be 1 to 128 letters, digits, '_', '.', ':' or '-', beginning with a letter"
              + " or digit");
    }
    return new Task(id, null, Locale.ENGLISH, null, Map.of(), Map.of(), Map.of());
  }

  /**
   * The same task, belonging to that user, tenant or session, however the host names them. When a
   * hub has no more room, the owner who has most gives way first; all tasks without an owner count
   * as one owner's. Who may see a task is the host's to check, by {@link TaskView#owner()}.
   *
   * @throws IllegalArgumentException if blank, or longer than {@value #MAX_OWNER} UTF-16 units
   */
  public Task owner(String newOwner) {
    if (newOwner.isBlank() || newOwner.length() > MAX_OWNER) {
      throw new IllegalArgumentException(
          "an owner of "
              + newOwner.length()
              + " characters must have 1 to "
              + MAX_OWNER
              + ", not all of them white space; leave it out for a task of nobody's");
    }
    return new Task(id, newOwner, locale, deadline, stageDeadlines, attributes, privateAttributes);
  }

  /** The same task, its messages in that language. */
  public Task locale(Locale newLocale) {
    Objects.requireNonNull(newLocale, "locale");
    return new Task(id, owner, newLocale, deadline, stageDeadlines, attributes, privateAttributes);
  }

  /**
   * The same task, to fail as {@code deadline_exceeded} when it has not ended after that time.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public Task deadline(Duration time) {
    return new Task(
        id,
        owner,
        locale,
        positive("deadline", time),
        stageDeadlines,
        attributes,
        privateAttributes);
  }

  /**
   * The same task, to fail as {@code stage_timeout} when it stays in the stage for that time.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public Task stageDeadline(Stage stage, Duration time) {
    Objects.requireNonNull(stage, "stage");
    Map<Stage, Duration> all = new LinkedHashMap<>(stageDeadlines);
    all.put(stage, positive("deadline of stage '" + stage + "'", time));
    return new Task(id, owner, locale, deadline, Map.copyOf(all), attributes, privateAttributes);
  }

  /**
   * The same task with one more attribute, which clients see with the task's first event. A private
   * attribute of that name goes.
   *
   * @param value a String, a Boolean, or a Byte, Short, Integer, Long, Float or Double
   * @throws IllegalArgumentException if the value is of another type or not finite, the name is
   *     blank or over 100 characters, or there are over 64 attributes or over 16,384 characters of
   *     names and values together
   */
  public Task attribute(String name, Object value) {
    return with(plus(attributes, name, value), without(privateAttributes, name));
  }

  /**
   * The same task with one more private attribute, which the host reads wherever it finds the task,
   * and which no dialect of the library's says to anybody. An attribute of that name that clients
   * see goes.
   *
   * @param value as for {@link #attribute}
   * @throws IllegalArgumentException as for {@link #attribute}, of the private attributes by
   *     themselves
   */
  public Task privateAttribute(String name, Object value) {
    return with(without(attributes, name), plus(privateAttributes, name, value));
  }

  private Task with(Map<String, Object> seen, Map<String, Object> unseen) {
    return new Task(id, owner, locale, deadline, stageDeadlines, seen, unseen);
  }

  private static Map<String, Object> plus(Map<String, Object> some, String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(some);
    all.put(name, value);
    return Attributes.copyOf(all);
  }

  private static Map<String, Object> without(Map<String, Object> all, String name) {
    if (!all.containsKey(name)) {
      return all;
    }
    Map<String, Object> fewer = new LinkedHashMap<>(all);
    fewer.remove(name);
    return Attributes.copyOf(fewer);
  }

  /** Whether a text has the form of a task's id; see {@link #create}. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static Duration positive(String what, Duration time) {
    if (time.isZero() || time.isNegative()) {
      throw new IllegalArgumentException(what + " " + time + " must be positive");
    }
    return time;
  }

  /** The id of the task, which is unique in its hub. */
  public String id() {
    return id;
  }

  /** Whose task it is; empty if the host did not say. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** The language of the task's messages. */
  public Locale locale() {
    return locale;
  }

  /** How long the task may take in all; empty without a limit. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** How long the task may stay in each stage that has a limit. */
  public Map<Stage, Duration> stageDeadlines() {
    return stageDeadlines;
  }

  /** What the host attached for clients to see, in its order. */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** What the host attached for itself, in its order; no client is told it. */
  public Map<String, Object> privateAttributes() {
    return privateAttributes;
  }

  @Override
  public String toString() {
    return "Task[" + id + "]";
  }
}
