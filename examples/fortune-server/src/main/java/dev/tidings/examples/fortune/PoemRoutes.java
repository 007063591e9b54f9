package dev.tidings.examples.fortune;

import dev.tidings.lucene.Deity;
import dev.tidings.lucene.Poem;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.lucene.ScoredPoem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The deities and their poems. */
final class PoemRoutes {
  private static final int FEWEST_RESULTS = 1;
  private static final int MOST_RESULTS = 50;
  private static final int USUAL_RESULTS = 10;
  private static final int LONGEST_QUERY = 1000;

  private final PoemIndex poems;

  PoemRoutes(PoemIndex poems) {
    this.poems = poems;
  }

  void register(RoutesConfig routes, Gate gate) {
    routes.get("/api/v1/deities", gate.require((context, identity) -> deities(context)));
    routes.get("/api/v1/poems/search", gate.require((context, identity) -> search(context)));
    routes.get(
        "/api/v1/poems/{deity_id}/{number}", gate.require((context, identity) -> poem(context)));
  }

  private void deities(Context context) {
    List<Map<String, Object>> all =
        poems.deities().stream()
            .map(
                deity -> {
                  Map<String, Object> json = new LinkedHashMap<>();
                  json.put("deity_id", deity.id());
                  json.put("name", deity.name());
                  json.put("poem_count", deity.poemCount());
                  json.put("languages", deity.languages());
                  return json;
                })
            .toList();
    Json.answer(context, Map.of("deities", all));
  }

  private void poem(Context context) {
    Deity deity = deity(context.pathParam("deity_id"));
    int number = wholeNumber("number", context.pathParam("number"), 1, Integer.MAX_VALUE);
    Poem poem =
        poems
            .find(deity.id(), number)
            .orElseThrow(
                () ->
                    Problem.unknownPoem(
                        "'number' must be 1 to "
                            + deity.poemCount()
                            + " for deity '"
                            + deity.id()
                            + "'."));
    Json.answer(context, json(poem));
  }

  private Deity deity(String id) {
    return poems.deities().stream()
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.unknownDeity(
                    "'deity_id' names no deity that is known here; GET /api/v1/deities lists"
                        + " them."));
  }

  private void search(Context context) {
    String query = Optional.ofNullable(context.queryParam("q")).orElse("");
    if (query.isBlank() || query.length() > LONGEST_QUERY) {
      throw Problem.invalid(
          "Parameter 'q' must have 1 to " + LONGEST_QUERY + " characters to search for.");
    }
    String limitText = context.queryParam("limit");
    int limit =
        limitText == null
            ? USUAL_RESULTS
            : wholeNumber("limit", limitText, FEWEST_RESULTS, MOST_RESULTS);
    @Nullable String deityId = context.queryParam("deity_id");
    List<ScoredPoem> found =
        deityId == null
            ? poems.search(query, limit)
            : poems.search(query, deity(deityId).id(), limit);
    List<Map<String, Object>> results =
        found.stream()
            .map(
                scored -> {
                  Map<String, Object> json = new LinkedHashMap<>();
                  json.put("score", scored.score());
                  json.putAll(json(scored.poem()));
                  return json;
                })
            .toList();
    Json.answer(context, Map.of("results", results));
  }

  private static int wholeNumber(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Told below, with the same words as a number out of range.
    }
    throw Problem.invalid(
        "Parameter '" + name + "' must be a whole number from " + least + " to " + most + ".");
  }

  private static Map<String, Object> json(Poem poem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("deity_id", poem.deityId());
    json.put("number", poem.number());
    json.put("title", poem.title());
    json.put("rank", poem.rank());
    json.put("stems", poem.stems());
    json.put("poem", poem.lines());
    json.put("story", poem.story());
    json.put("themes", poem.themes());
    return json;
  }
}
