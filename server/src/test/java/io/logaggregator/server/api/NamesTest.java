package io.logaggregator.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.NameText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Names in every request body of the API, taken from its description. */
class NamesTest extends RouteTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> CONTROLS = List.of("\n", "\u001B[31m", "\u0085", "\u202E", "\u2066", "\u061C");

    /** Text of several lines, and text that is compared with any text. */
    private static final Set<String> TEXTS = Set.of("description", "comment", "query", "secret", "value");

    /** Telemetry: `LogMessageTest` has its names. */
    private static final Set<String> INGEST = Set.of("sendLogs", "sendMetrics");

    private record Body(HttpMethod method, String path, JsonNode example) {}

    @ParameterizedTest
    @MethodSource("bodies")
    void controls_areRejected(Body body) {
        List<JsonNode> variants = new ArrayList<>();
        vary(body.example(), body.example(), variants::add);

        assertThat(variants).as("no text in " + body).isNotEmpty();
        for (JsonNode variant : variants) {
            MvcTestResult result = send(body.method(), body.path(), variant.toString());
            assertThat(result).as(variant.toString()).hasStatus(400);
            assertThat(result).bodyText().matches(NameText::isValid);
        }
    }

    @Test
    void textOfSeveralLines_isAccepted() {
        assertThat(send(HttpMethod.POST, "/api/v1/rules", """
                        {"name": "lines", "description": "a\\n\\u202Eb", "severities": {"HIGH": 1},
                         "condition": {"type": "logCount", "query": "\\"a\\tb\\"", "window": "1m"}}""")).hasStatus(201);
    }

    private static Stream<Body> bodies() throws IOException {
        JsonNode description = JSON.readTree(new ClassPathResource("static/openapi.json").getContentAsString(UTF_8));
        List<Body> bodies = new ArrayList<>();
        description
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .at("/requestBody/content/application~1json/examples")
                                .properties()
                                .forEach(example -> {
                                    if (!INGEST.contains(operation
                                            .getValue()
                                            .get("operationId")
                                            .asString())) {
                                        bodies.add(new Body(
                                                HttpMethod.valueOf(
                                                        operation.getKey().toUpperCase(Locale.ROOT)),
                                                path.getKey().replace("{id}", FakePorts.ID.toString()),
                                                example.getValue().get("value")));
                                    }
                                })));
        return bodies.stream().filter(body -> body.example().toString().contains(":\""));
    }

    /** Adds a control character to each name and text in turn. */
    private static void vary(JsonNode root, JsonNode node, Consumer<JsonNode> variants) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = array.get(i);
                int index = i;
                vary(root, before, value -> array.set(index, value), before, variants);
            }
        } else if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode before = object.get(name);
                if (!TEXTS.contains(name)) {
                    vary(root, before, value -> object.set(name, value), before, variants);
                }
                CONTROLS.forEach(control -> {
                    object.set(name + control, before);
                    object.remove(name);
                    variants.accept(root.deepCopy());
                    object.remove(name + control);
                    object.set(name, before);
                });
            }
        }
    }

    private static void vary(
            JsonNode root, JsonNode node, Consumer<JsonNode> setter, JsonNode before, Consumer<JsonNode> variants) {
        if (node.isString()) {
            CONTROLS.forEach(control -> {
                String text = node.asString();
                int middle = text.length() / 2;
                setter.accept(
                        JSON.getNodeFactory().stringNode(text.substring(0, middle) + control + text.substring(middle)));
                variants.accept(root.deepCopy());
            });
            setter.accept(before);
        } else {
            vary(root, node, variants);
        }
    }

    private MvcTestResult send(HttpMethod method, String path, String body) {
        return mvc.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }
}
