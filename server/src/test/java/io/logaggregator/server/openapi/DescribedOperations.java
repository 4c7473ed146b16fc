package io.logaggregator.server.openapi;

import io.logaggregator.core.access.Scope;
import io.logaggregator.server.security.RequiresScope;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Completes each operation: summary, scope, bodies with examples, errors, and entity tags. */
@Order(2)
final class DescribedOperations implements OperationCustomizer {

    /** The ways to present a key. */
    private static final List<String> SCHEMES = List.of("apiKey", "bearer");

    private static final String PROBLEM = "Problem";
    private static final Map<String, String> MESSAGES = Map.of("sendLogs", "LogMessage", "sendMetrics", "HostReport");
    private static final Pattern SINGLE_RESOURCE = Pattern.compile("/api/v1/[a-z-]+/\\{[a-z]+}");

    private static final Map<HttpStatus, String> ERRORS_OF_ALL = new TreeMap<>(Map.of(
            HttpStatus.BAD_REQUEST, "Invalid request; `detail` states the problem and the expected value.",
            HttpStatus.UNAUTHORIZED, "Missing or invalid API key (unknown, expired or revoked).",
            HttpStatus.TOO_MANY_REQUESTS, "Rate limit exceeded; see `Retry-After`.",
            HttpStatus.SERVICE_UNAVAILABLE,
                    "The database or the queue is unavailable, or too many queries are running; see `Retry-After`.",
            HttpStatus.GATEWAY_TIMEOUT, "The query timed out. Use a shorter time range, one host, or a lower limit."));
    private static final Map<HttpStatus, String> ERRORS_OF_RESPONSES_WITH_A_BODY =
            Map.of(HttpStatus.NOT_ACCEPTABLE, "`Accept` names no media type of this route.");
    private static final Map<HttpStatus, String> ERRORS_OF_BODIES = new TreeMap<>(Map.of(
            HttpStatus.CONTENT_TOO_LARGE, "The body is too large.",
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type of the body is not supported."));

    private final PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        List<String> scopes = scopesOf(route);
        describe(operation, route, scopes);
        SCHEMES.forEach(scheme -> operation.addSecurityItem(new SecurityRequirement().addList(scheme, scopes)));
        addBody(operation);
        Map<String, ApiResponse> own = new TreeMap<>(operation.getResponses());
        addErrors(operation, route, scopes);
        own.forEach((status, response) -> operation.getResponses().put(status, completed(status, response)));
        return operation;
    }

    private static List<String> scopesOf(HandlerMethod route) {
        Scope[] scopes = Objects.requireNonNull(route.getMethodAnnotation(RequiresScope.class), route::toString)
                .value();
        return Arrays.stream(scopes)
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The first sentence of the Javadoc is the summary. */
    private static void describe(Operation operation, HandlerMethod route, List<String> scopes) {
        String javadoc = Objects.requireNonNull(operation.getDescription(), route + ": no Javadoc");
        String[] sentences = Schemas.markdown(javadoc).split("\\.(\\s+|$)", 2);
        operation.setSummary(sentences[0]);
        String scope = scopes.isEmpty() ? "Any key suffices." : "Scope: `" + String.join("`, `", scopes) + "`.";
        operation.setDescription(((sentences.length == 1 ? "" : sentences[1]) + "\n\n" + scope).strip());
    }

    /** The decoders of the wire formats, and no type of a handler, define the bodies of the ingest routes. */
    private void addBody(Operation operation) {
        String message = MESSAGES.get(operation.getOperationId());
        if (message != null) {
            operation.setRequestBody(messages(message));
        } else if (operation.getRequestBody() != null) {
            operation.getRequestBody().setDescription("At most 1 MiB after decompression.");
        }
        if (operation.getRequestBody() != null) {
            addExamples(operation);
        }
    }

    private static RequestBody messages(String message) {
        Schema<Object> one = Schemas.reference(message);
        Schema<Object> many = Schemas.listOf(one);
        many.setMaxItems(10_000);
        Schema<Object> oneOrMany = new Schema<>();
        oneOrMany.setOneOf(List.of(one, many));
        Schema<Object> lines = Schemas.of("string");
        lines.setDescription("One `" + message + "` per line.");
        return new RequestBody()
                .required(true)
                .description("At most 8 MiB after decompression, and 10,000 elements.")
                .content(new Content()
                        .addMediaType("application/json", new MediaType().schema(oneOrMany))
                        .addMediaType("application/x-ndjson", new MediaType().schema(lines)));
    }

    /** From the files {@code openapi/examples/<operation>/<name>.json} or {@code .ndjson}. */
    private void addExamples(Operation operation) {
        try {
            Resource[] examples =
                    files.getResources("classpath*:openapi/examples/" + operation.getOperationId() + "/*");
            if (examples.length == 0) {
                throw new IllegalStateException(operation.getOperationId() + ": no example (expected: a file)");
            }
            Arrays.sort(examples, Comparator.comparing(Resource::getFilename));
            for (Resource example : examples) {
                addExample(operation, example);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addExample(Operation operation, Resource file) throws IOException {
        String[] name = Objects.requireNonNull(file.getFilename()).split("\\.", 2);
        String text = file.getContentAsString(StandardCharsets.UTF_8);
        boolean json = name[1].equals("json");
        String type = json ? "application/json" : "application/x-ndjson";
        Objects.requireNonNull(operation.getRequestBody().getContent().get(type), type)
                .addExamples(
                        name[0],
                        new Example()
                                .summary(name[0].replace('-', ' '))
                                .value(json ? Json31.mapper().readTree(text) : text));
    }

    private static void addErrors(Operation operation, HandlerMethod route, List<String> scopes) {
        ERRORS_OF_ALL.keySet().forEach(status -> refer(operation, status));
        if (operation.getResponses().values().stream().anyMatch(response -> response.getContent() != null)) {
            ERRORS_OF_RESPONSES_WITH_A_BODY.keySet().forEach(status -> refer(operation, status));
        }
        if (operation.getRequestBody() != null) {
            ERRORS_OF_BODIES.keySet().forEach(status -> refer(operation, status));
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getIn().equals("path"))) {
            add(operation, HttpStatus.NOT_FOUND, "The object does not exist, or was deleted.");
        }
        if (!scopes.isEmpty()) {
            add(operation, HttpStatus.FORBIDDEN, "The key lacks the scope; `detail` names it.");
        } else if (!route.hasMethodAnnotation(GetMapping.class)) {
            add(operation, HttpStatus.FORBIDDEN, "The request of a browser session lacks `X-XSRF-TOKEN`.");
        }
    }

    private static void refer(Operation operation, HttpStatus status) {
        operation.getResponses().addApiResponse(code(status), new ApiResponse().$ref(nameOf(status)));
    }

    private static void add(Operation operation, HttpStatus status, String description) {
        operation.getResponses().addApiResponse(code(status), problem(code(status), description));
    }

    /** An error of {@code @ApiResponse} has problem details as its content. */
    private static ApiResponse completed(String status, ApiResponse response) {
        return status.startsWith("2") ? response : problem(status, response.getDescription());
    }

    /** Adds the components to which operations refer. */
    static void addTo(Components components) {
        ERRORS_OF_ALL.forEach((status, text) -> addTo(components, status, text));
        ERRORS_OF_RESPONSES_WITH_A_BODY.forEach((status, text) -> addTo(components, status, text));
        ERRORS_OF_BODIES.forEach((status, text) -> addTo(components, status, text));
        MESSAGES.values().forEach(name -> components.addSchemas(name, Schemas.read(name)));
        components.addSchemas(PROBLEM, Schemas.read(PROBLEM));
    }

    private static void addTo(Components components, HttpStatus status, String text) {
        components.addResponses(nameOf(status), problem(code(status), text));
    }

    private static ApiResponse problem(String status, String description) {
        ApiResponse response = new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(Schemas.reference(PROBLEM))));
        return status.equals("429") || status.equals("503")
                ? response.addHeaderObject(
                        "Retry-After", new Header().description("In seconds.").schema(Schemas.of("integer")))
                : response;
    }

    private static String code(HttpStatus status) {
        return Integer.toString(status.value());
    }

    private static String nameOf(HttpStatus status) {
        return status.getReasonPhrase().replace(" ", "");
    }

    /** Describes conditional requests of a single resource. */
    static void addEntityTag(String path, Operation get) {
        if (!SINGLE_RESOURCE.matcher(path).matches()) {
            return;
        }
        get.addParametersItem(new HeaderParameter()
                .name("If-None-Match")
                .description("The `ETag` of a previous response.")
                .required(false)
                .schema(Schemas.of("string")));
        Objects.requireNonNull(get.getResponses().get("200"))
                .addHeaderObject(
                        "ETag", new Header().description("For `If-None-Match`.").schema(Schemas.of("string")));
        get.getResponses().addApiResponse("304", new ApiResponse().description("Not modified."));
    }
}
