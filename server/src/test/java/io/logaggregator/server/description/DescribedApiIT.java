package io.logaggregator.server.description;

import static io.logaggregator.server.description.Requests.firstExample;
import static io.logaggregator.server.description.Requests.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.description.Description.Example;
import io.logaggregator.server.description.Description.Operation;
import io.logaggregator.server.description.Description.Parameter;
import io.logaggregator.server.security.RequiresScope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The description of the API is true: held against the real server, with the real Kafka and PostgreSQL. */
class DescribedApiIT {

    private static final Description description = Description.served();
    private static final Schemas schemas = new Schemas(description);

    private static Prepared prepared;
    private static RealServer server;
    private static Requests requests;

    @BeforeAll
    static void start() throws Exception {
        prepared = Prepared.start(RealServer.start());
        server = prepared.server();
        requests = new Requests(prepared);
    }

    @AfterAll
    static void stop() {
        prepared.close();
    }

    static List<Operation> operations() {
        return description.operations();
    }

    static Stream<Operation> operationsWithParameters() {
        return operations().stream()
                .filter(operation -> !operation.parameters("query").isEmpty());
    }

    static Stream<Operation> operationsThatLook() {
        return operations().stream().filter(operation -> operation.method().equals("GET"));
    }

    @Test
    void description_matchesTheRoutes() {
        assertThat(operations().stream().map(DescribedApiIT::nameOf))
                .containsExactlyInAnyOrderElementsOf(handlers().keySet());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void scope_matchesTheDescription(Operation operation) {
        RequiresScope required =
                Objects.requireNonNull(handlers().get(nameOf(operation)).getMethodAnnotation(RequiresScope.class));

        assertThat(operation.scopes())
                .isEqualTo(Arrays.stream(required.value())
                        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static String nameOf(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    private static Map<String, HandlerMethod> handlers() {
        Map<String, HandlerMethod> handlers = new TreeMap<>();
        server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1/"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> handlers.put(method + " " + pattern, handler))));
        return handlers;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void options_listMethods(Operation operation) throws Exception {
        HttpResponse<String> response = server.send(server.request(prepared.path(operation))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("X-API-Key", RealServer.KEY));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Allow").orElseThrow()).contains(operation.method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"110000d", "99999999999d", "0ms", "-1d"})
    void extremeStep_isRejected(String step) throws Exception {
        for (Operation operation : operations()) {
            if (operation.parameters("query").stream()
                    .anyMatch(parameter -> parameter.name().equals("step"))) {
                HttpResponse<String> response =
                        server.send(requests.of(operation, "&step=" + step).header("X-API-Key", RealServer.KEY));

                assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void examples_haveDescribedResponses(Operation operation) throws Exception {
        for (HttpRequest.Builder request : examples(operation)) {
            HttpResponse<String> response = server.send(request.header("X-API-Key", RealServer.KEY));

            assertDescribed(operation, response);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(operation.success());
        }
    }

    private static List<HttpRequest.Builder> examples(Operation operation) throws Exception {
        List<HttpRequest.Builder> examples = new ArrayList<>();
        for (List<Example> bodies : operation.examples().values()) {
            for (Example example : bodies) {
                schemas.assertBody(operation, example.type(), bodyAsJson(example));
                examples.add(requests.of(operation, "", example));
            }
        }
        if (!operation.takesBody()) {
            examples.add(requests.of(operation, ""));
            for (Parameter parameter : operation.parameters("query")) {
                if (!parameter.isRequired() && parameter.example().isPresent()) {
                    String value = parameter.example().get();
                    examples.add(requests.of(operation, parameter(parameter, value)));
                }
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    /** The value as its schema types it. */
    private static String bodyAsJson(Example example) {
        return example.value().toString();
    }

    @ParameterizedTest
    @MethodSource("operationsWithParameters")
    void parameters_areAcceptedWithinLimitsOnly(Operation operation) throws Exception {
        for (Parameter parameter : operation.parameters("query")) {
            for (String value : goodValues(parameter)) {
                assertStatus(operation, parameter(parameter, value), operation.success());
            }
            for (String value : badValues(parameter)) {
                HttpResponse<String> refused = assertStatus(operation, parameter(parameter, value), 400);
                assertThat(refused.body()).contains("\"parameter\":\"" + parameter.name() + "\"");
            }
            List<String> good = goodValues(parameter);
            if (!good.isEmpty()) {
                String twice = parameter(parameter, good.getFirst()) + parameter(parameter, good.getLast());
                assertStatus(operation, twice, parameter.isRepeatable() ? operation.success() : 400);
            }
            if (parameter.isRepeatable()) {
                String one = parameter(parameter, parameter.example().orElseThrow());
                assertStatus(operation, one.repeat(parameter.mostValues()), operation.success());
                assertStatus(operation, one.repeat(parameter.mostValues() + 1), 400);
            }
        }
    }

    private static List<String> goodValues(Parameter parameter) {
        JsonNode schema = parameter.schema();
        Stream<JsonNode> limits =
                Stream.of("default", "minimum", "maximum").filter(schema::has).map(schema::get);
        return Stream.concat(limits, schema.path("enum").valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> badValues(Parameter parameter) {
        List<String> values = new ArrayList<>();
        if (parameter.schema().has("minimum")) {
            values.add(Long.toString(parameter.schema().get("minimum").asLong() - 1));
            values.add(Long.toString(parameter.schema().get("maximum").asLong() + 1));
        }
        if (!parameter.schema().get("type").asString().equals("string")
                || parameter.schema().has("enum")
                || parameter.schema().has("format")) {
            values.add("neither");
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("operationsThatLook")
    void entityTag_matchesTheDescription(Operation operation) throws Exception {
        HttpRequest.Builder request = withKey(requests.of(operation));
        Optional<String> tag = server.send(request).headers().firstValue("ETag");

        assertThat(tag.isPresent()).isEqualTo(operation.statuses().contains(304));
        if (tag.isPresent()) {
            HttpResponse<String> same = server.send(request.header("If-None-Match", tag.get()));
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void unknownParameters_areRejected(Operation operation) throws Exception {
        HttpResponse<String> refused = assertStatus(operation, "&undescribed=1", 400);

        assertThat(refused.body()).contains("undescribed: no such parameter");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void errors_areDescribed(Operation operation) throws Exception {
        Map<Integer, HttpRequest.Builder> refused = new TreeMap<>();
        Example[] body = firstExample(operation).toArray(Example[]::new);
        refused.put(401, requests.of(operation, "", body));
        if (operation.statuses().contains(406)) {
            refused.put(406, withKey(requests.of(operation, "", body)).header("Accept", "image/png"));
        }
        if (operation.path().contains("{")) {
            String nothing = operation
                    .path()
                    .replace("{id}", UUID.randomUUID().toString())
                    .replace("{host}", "no-such-host");
            refused.put(404, withKey(requests.at(nothing, operation, "", firstExample(operation))));
        }
        if (!operation.scopes().isEmpty()) {
            String other = operation.scopes().contains("metrics") ? "read" : "metrics";
            refused.put(403, requests.of(operation, "", body).header("X-API-Key", prepared.keyOf(other)));
        }
        if (operation.takesBody()) {
            refused.put(413, withKey(requests.of(operation, "", body)).method(operation.method(), tooLarge(operation)));
            refused.put(
                    415, withKey(requests.of(operation, "", new Example("text/html", "", StringNode.valueOf("<p>")))));
        }
        for (Map.Entry<Integer, HttpRequest.Builder> entry : refused.entrySet()) {
            HttpResponse<String> response = server.send(entry.getValue());
            assertThat(response.statusCode())
                    .as("%s: %s", operation, response.body())
                    .isEqualTo(entry.getKey());
            assertDescribed(operation, response);
        }
    }

    /** Short enough to be read completely: a client that is still sending when the server closes may miss the response. */
    private static BodyPublisher tooLarge(Operation operation) {
        int bytes = operation.path().matches(".*/(logs|metrics)") ? 9_000_000 : 1_100_000;
        String object = "{\"name\": \"" + "x".repeat(bytes) + "\"}";
        boolean isArray = firstExample(operation).stream()
                .anyMatch(example -> example.value().isArray());
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(isArray ? "[" + object + "]" : object));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/docs", "/docs.html"})
    void descriptionAndPage_requireNoKey(String path) throws Exception {
        assertThat(server.send(server.request(path)).statusCode()).isEqualTo(200);
    }

    @Test
    void docsPage_hasAllItsFiles() throws Exception {
        String page = server.send(server.request("/docs")).body();
        List<String> files = Pattern.compile("(?:src|href)=\"([^\":]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(files).contains("docs/swagger-ui-bundle.js", "docs/swagger-ui.css");
        for (String file : files) {
            assertThat(server.send(server.request("/" + file)).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> assertStatus(Operation operation, String parameters, int status)
            throws Exception {
        HttpResponse<String> response = server.send(withKey(
                requests.of(operation, parameters, firstExample(operation).toArray(Example[]::new))));
        assertThat(response.statusCode())
                .as("%s?%s: %s", operation, parameters, response.body())
                .isEqualTo(status);
        assertDescribed(operation, response);
        return response;
    }

    private static void assertDescribed(Operation operation, HttpResponse<String> response) {
        schemas.assertAnswer(
                operation,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    private static HttpRequest.Builder withKey(HttpRequest.Builder request) {
        return request.header("X-API-Key", RealServer.KEY);
    }
}
