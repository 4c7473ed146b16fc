package io.logaggregator.server.description;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.description.Description.Operation;
import io.logaggregator.server.description.Description.Parameter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The README lists every route with its scope and limits. */
class RoutesTableTest {

    private static final Pattern AT_MOST = Pattern.compile("At most `?([^.`]+)");

    @Test
    void readme_listsTheDescribedRoutes() {
        assertThat(Path.of("README.md")).content().contains(table());
    }

    private static String table() {
        return Description.served().operations().stream()
                .map(RoutesTableTest::row)
                .collect(joining("\n", "| route | scope | at most |\n|---|---|---|\n", "\n"));
    }

    private static String row(Operation operation) {
        String route = operation.method() + " " + operation.path().substring("/api/v1".length());
        String scope = operation.scopes().isEmpty() ? "any key" : String.join(", ", operation.scopes());
        JsonNode body = operation.node().at("/requestBody/description");
        String limits = Stream.concat(
                        atMost(body.asString("")),
                        operation.parameters("query").stream().flatMap(RoutesTableTest::limit))
                .collect(joining(", "));
        return "| `" + route + "` | " + scope + " | " + limits + " |";
    }

    private static Stream<String> limit(Parameter parameter) {
        JsonNode highest = parameter.schema().path("maximum");
        if (highest.asLong(0) == Integer.MAX_VALUE) {
            return Stream.of(); // as many as there are numbers
        }
        return (highest.isMissingNode() ? atMost(parameter.description()) : Stream.of(highest.asString()))
                .map(most -> "`" + parameter.name() + "` " + most);
    }

    private static Stream<String> atMost(String description) {
        Matcher found = AT_MOST.matcher(description);
        return found.find() ? Stream.of(found.group(1)) : Stream.empty();
    }
}
