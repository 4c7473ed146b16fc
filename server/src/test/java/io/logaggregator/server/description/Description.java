package io.logaggregator.server.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API that the server serves. */
record Description(JsonNode document) {

    private static final JsonMapper JSON = new JsonMapper();

    static Description served() {
        try (InputStream file = Objects.requireNonNull(Description.class.getResourceAsStream("/static/openapi.json"))) {
            return new Description(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, operation))));
        return operations;
    }

    Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(id + " (expected: an operation)"));
    }

    /** A method of a path. */
    record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.get("operationId").asString();
        }

        /** Its position in the document. */
        String pointer() {
            return "/paths/" + Schemas.escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
        }

        List<Parameter> parameters(String place) {
            return Stream.of(node)
                    .flatMap(found -> found.path("parameters").valueStream())
                    .filter(parameter -> parameter.get("in").asString().equals(place))
                    .map(Parameter::new)
                    .toList();
        }

        /** Which keys may: those with all of these scopes. */
        List<String> scopes() {
            return node.get("security")
                    .get(0)
                    .get("apiKey")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        List<Integer> statuses() {
            return node.get("responses").propertyNames().stream()
                    .map(Integer::valueOf)
                    .toList();
        }

        /** That of success. */
        int success() {
            return statuses().stream()
                    .filter(status -> status < 300)
                    .findFirst()
                    .orElseThrow();
        }

        boolean takesBody() {
            return node.has("requestBody");
        }

        /** By media type. */
        Map<String, List<Example>> examples() {
            Map<String, List<Example>> examples = new TreeMap<>();
            node.path("requestBody")
                    .path("content")
                    .forEachEntry((type, body) -> examples.put(
                            type,
                            body.path("examples").properties().stream()
                                    .map(example -> new Example(
                                            type,
                                            example.getKey(),
                                            example.getValue().get("value")))
                                    .toList()));
            return examples;
        }

        @Override
        public String toString() {
            return id();
        }
    }

    /** A parameter of an operation. */
    record Parameter(JsonNode node) {

        String name() {
            return node.get("name").asString();
        }

        String description() {
            return node.path("description").asString();
        }

        boolean isRequired() {
            return node.path("required").asBoolean();
        }

        /** Of one value, where there may be several. */
        JsonNode schema() {
            JsonNode schema = node.get("schema");
            return schema.has("items") ? schema.get("items") : schema;
        }

        boolean isRepeatable() {
            return node.get("schema").has("items");
        }

        int mostValues() {
            return node.get("schema").get("maxItems").asInt();
        }

        Optional<String> example() {
            return schema().path("examples").valueStream().findFirst().map(JsonNode::asString);
        }
    }

    /** A body. */
    record Example(String type, String name, JsonNode value) {

        String body() {
            return value.isString() ? value.asString() : value.toString();
        }
    }
}
