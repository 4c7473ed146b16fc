package io.logaggregator.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/**
 * How long bodies may be, and what the intake takes: no handler has a type for that, since the decoders of the wire formats
 * read it.
 */
@Order(1)
final class DescribedBodies implements OperationCustomizer {

    private static final Map<String, String> MESSAGES = Map.of("sendLogs", "LogMessage", "sendMetrics", "HostReport");

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setDescription("At most 1 MiB, unpacked.");
        }
        Optional.ofNullable(MESSAGES.get(operation.getOperationId()))
                .ifPresent(message -> operation.setRequestBody(bodyOf(message)));
        return operation;
    }

    private static RequestBody bodyOf(String message) {
        Schema<Object> one = Schemas.reference(message);
        Schema<Object> many = Schemas.listOf(one);
        many.setMaxItems(10_000);
        Schema<Object> oneOrMany = new Schema<>();
        oneOrMany.setOneOf(List.of(one, many));
        Schema<Object> lines = Schemas.of("string");
        lines.setDescription("One `" + message + "` per line.");
        return new RequestBody()
                .required(true)
                .description("At most 8 MiB, unpacked, and 10,000 elements.")
                .content(new Content()
                        .addMediaType("application/json", new MediaType().schema(oneOrMany))
                        .addMediaType("application/x-ndjson", new MediaType().schema(lines)));
    }

    static void addTo(Components components) {
        MESSAGES.values().forEach(name -> components.addSchemas(name, Schemas.read(name)));
    }
}
