package io.logaggregator.server.description;

import io.logaggregator.server.description.Description.Example;
import io.logaggregator.server.description.Description.Operation;
import io.logaggregator.server.description.Description.Parameter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Valid requests, built from the API description with all required members. */
final class Requests {

    private final Prepared prepared;

    Requests(Prepared prepared) {
        this.prepared = prepared;
    }

    HttpRequest.Builder of(Operation operation) throws Exception {
        return of(operation, "", firstExample(operation).toArray(Example[]::new));
    }

    /** @param parameters each with an & in front */
    HttpRequest.Builder of(Operation operation, String parameters, Example... body) throws Exception {
        return at(prepared.path(operation), operation, parameters, List.of(body));
    }

    /** @param parameters each with an & in front */
    HttpRequest.Builder at(String path, Operation operation, String parameters, List<Example> bodies) {
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : operation.parameters("query")) {
            if (parameter.isRequired() && !parameters.startsWith("&" + parameter.name() + "=")) {
                query.append(parameter(parameter, parameter.example().orElseThrow()));
            }
        }
        query.append(parameters);
        HttpRequest.Builder request =
                prepared.server().request(path + (query.isEmpty() ? "" : "?" + query.substring(1)));
        bodies.forEach(body -> request.header("Content-Type", body.type()));
        return request.method(
                operation.method(),
                bodies.isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(bodies.getFirst().body()));
    }

    static List<Example> firstExample(Operation operation) {
        return operation.examples().values().stream()
                .flatMap(List::stream)
                .limit(1)
                .toList();
    }

    /** With an & in front. */
    static String parameter(Parameter parameter, String value) {
        return "&" + parameter.name() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
