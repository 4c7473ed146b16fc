package io.logaggregator.server.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.logaggregator.server.description.Description.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Validates bodies against their schemas; members of responses that no schema declares are errors. */
final class Schemas {

    /** Senders may say more. */
    private static final Set<String> OPEN = Set.of("LogMessage", "HostReport");

    private final Description description;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    Schemas(Description description) {
        this.description = description;
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of("urn:api", closed(description).toString())));
    }

    private static JsonNode closed(Description description) {
        ObjectNode copy = (ObjectNode) description.document().deepCopy();
        copy.at("/components/schemas").forEachEntry((name, schema) -> {
            if (schema.has("properties") && !OPEN.contains(name)) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        });
        return copy;
    }

    void assertAnswer(Operation operation, int status, String type, String body) {
        String answer = "/responses/" + status;
        JsonNode described = operation.node().at(answer);
        assertThat(described.isMissingNode())
                .as("%s: %s, which is not described: %s", operation, status, body)
                .isFalse();
        String place =
                described.has("$ref") ? described.get("$ref").asString().substring(1) : operation.pointer() + answer;
        JsonNode content = description.document().at(place).path("content");
        if (content.isMissingNode()) {
            assertThat(body).as("%s: %s", operation, status).isEmpty();
            return;
        }
        String plainType = type.split(";", 2)[0];
        assertThat(content.propertyNames()).as("%s: %s", operation, status).contains(plainType);
        if (plainType.endsWith("/json") || plainType.endsWith("+json")) {
            assertThat(mistakes(place + "/content/" + escaped(plainType) + "/schema", body))
                    .as("%s: %s: %s", operation, status, body)
                    .isEmpty();
        }
    }

    void assertBody(Operation operation, String type, String body) {
        String place = operation.pointer() + "/requestBody/content/" + escaped(type) + "/schema";
        assertThat(mistakes(place, body)).as("%s: %s", operation, body).isEmpty();
    }

    /** @param place of a schema in the description */
    private List<Error> mistakes(String place, String body) {
        return schemas.computeIfAbsent(place, any -> registry.getSchema(SchemaLocation.of("urn:api#" + any)))
                .validate(
                        body,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /** As a part of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
