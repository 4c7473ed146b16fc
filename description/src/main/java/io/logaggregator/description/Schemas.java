package io.logaggregator.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;

/** Schemas that come of no type. */
final class Schemas {

    private Schemas() {}

    static Schema<Object> of(String type) {
        Schema<Object> schema = new Schema<>();
        schema.setTypes(Set.of(type));
        return schema;
    }

    static Schema<Object> listOf(Schema<?> items) {
        Schema<Object> list = of("array");
        list.setItems(items);
        return list;
    }

    static Schema<Object> reference(String name) {
        Schema<Object> reference = new Schema<>();
        reference.set$ref(name);
        return reference;
    }

    /** The one that is written in {@code <name>.json}. */
    static Schema<?> read(String name) {
        try {
            return Json31.mapper().readValue(text(name + ".json"), Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + ".json (expected: a schema)", e);
        }
    }

    /** What is written in a file. */
    static String text(String file) {
        try {
            return new ClassPathResource(file, Schemas.class).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
