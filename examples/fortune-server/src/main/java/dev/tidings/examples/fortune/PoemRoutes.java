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
    Reads.at(routes, "/api/v1/deities", gate.require((context, identity) -> deities(context)));
    Reads.at(routes, "/api/v1/poems/search", gate.require((context, identity) -> search(context)));
    Reads.at(
        routes,
        "/api/v1/poems/{deity_id}/{number}",
        gate.require((context, identity) -> poem(context)));
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
    Poem poem =
        poems
            .find(deity.id(), poemNumber(context.pathParam("number")))
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

  private static int poemNumber(String text) {
    String digits = text.replaceFirst("^0+", "");
    if (!digits.matches("[1-9][0-9]*")) {
      throw Problem.invalid("Parameter 'number' must be a whole number of at least 1.");
    }
    // So many digits are beyond every deity's range.
    return digits.length() < 10 ? Integer.parseInt(digits) : Integer.MAX_VALUE;
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
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
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
