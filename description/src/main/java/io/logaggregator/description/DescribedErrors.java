package io.logaggregator.description;

import io.logaggregator.server.http.Refuses;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * The errors that a route answers: those of every route, those that follow from what it takes and needs, and those that
 * stand beside it.
 */
@Order(4)
final class DescribedErrors implements OperationCustomizer {

    static final String PROBLEM = "Problem";

    private static final Map<HttpStatus, String> OF_EVERY_ROUTE = new TreeMap<>(Map.of(
            HttpStatus.BAD_REQUEST, "The request makes no sense: `detail` tells what is wrong, and what was expected.",
            HttpStatus.UNAUTHORIZED, "There is no key, or it is unknown, expired or revoked.",
            HttpStatus.TOO_MANY_REQUESTS, "That was too often: `Retry-After` tells when to come back.",
            HttpStatus.SERVICE_UNAVAILABLE,
                    "The database or the queue cannot be reached, or is asked too much at a time: come back after `Retry-After`.",
            HttpStatus.GATEWAY_TIMEOUT, "It took too long. Ask for less: a shorter time, one host, a lower limit."));

    private static final Map<HttpStatus, String> OF_ANSWERS_WITH_A_BODY =
            Map.of(HttpStatus.NOT_ACCEPTABLE, "`Accept` names nothing that this route answers with.");

    private static final Map<HttpStatus, String> OF_BODIES = new TreeMap<>(Map.of(
            HttpStatus.CONTENT_TOO_LARGE, "The body is too large.",
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of a type that this route does not take."));

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        OF_EVERY_ROUTE.keySet().forEach(status -> refer(operation, status));
        if (operation.getResponses().values().stream().anyMatch(answer -> answer.getContent() != null)) {
            OF_ANSWERS_WITH_A_BODY.keySet().forEach(status -> refer(operation, status));
        }
        if (operation.getRequestBody() != null) {
            OF_BODIES.keySet().forEach(status -> refer(operation, status));
        }
        if (takesPath(operation)) {
            add(operation, HttpStatus.NOT_FOUND, "There is no such thing, or no longer.");
        }
        addForbidden(operation, route);
        MergedAnnotations.from(route.getMethod()).stream(Refuses.class)
                .map(found -> found.synthesize())
                .forEach(refusal -> add(operation, refusal.status(), Sentence.of(refusal.when())));
        return operation;
    }

    private static boolean takesPath(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getIn().equals("path"));
    }

    /** With any key who only looks can do so. */
    private static void addForbidden(Operation operation, HandlerMethod route) {
        if (!DescribedScopes.of(route).isEmpty()) {
            add(operation, HttpStatus.FORBIDDEN, "The key may not do that: `detail` tells what it takes.");
        } else if (changesSomething(route)) {
            add(operation, HttpStatus.FORBIDDEN, "A browser with a session did not send its `X-XSRF-TOKEN`.");
        }
    }

    private static boolean changesSomething(HandlerMethod route) {
        return MergedAnnotations.from(route.getMethod())
                        .get(RequestMapping.class)
                        .synthesize()
                        .method()[0]
                != RequestMethod.GET;
    }

    private static void refer(Operation operation, HttpStatus status) {
        operation.getResponses().addApiResponse(code(status), new ApiResponse().$ref(nameOf(status)));
    }

    private static void add(Operation operation, HttpStatus status, String description) {
        operation.getResponses().addApiResponse(code(status), problem(status, description));
    }

    /** The answers that many routes share. */
    static void addTo(Components components) {
        addTo(components, OF_EVERY_ROUTE);
        addTo(components, OF_ANSWERS_WITH_A_BODY);
        addTo(components, OF_BODIES);
    }

    private static void addTo(Components components, Map<HttpStatus, String> answers) {
        answers.forEach((status, text) -> components.addResponses(nameOf(status), problem(status, text)));
    }

    private static ApiResponse problem(HttpStatus status, String description) {
        ApiResponse answer = new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(Schemas.reference(PROBLEM))));
        return status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE
                ? answer.addHeaderObject("Retry-After", retryAfter())
                : answer;
    }

    private static Header retryAfter() {
        return new Header().description("In seconds.").schema(Schemas.of("integer"));
    }

    private static String code(HttpStatus status) {
        return Integer.toString(status.value());
    }

    private static String nameOf(HttpStatus status) {
        return status.getReasonPhrase().replace(" ", "");
    }
}
