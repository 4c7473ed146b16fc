package io.logaggregator.server.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;

/** Schemas without a Java type, and texts. */
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

    /** The schema in {@code openapi/<name>.json}. */
    static Schema<?> read(String name) {
        try {
            return Json31.mapper().readValue(text(name + ".json"), Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + ".json (expected: a schema)", e);
        }
    }

    /** The content of a file in {@code openapi}. */
    static String text(String file) {
        try {
            return new ClassPathResource("openapi/" + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** Javadoc as Markdown, with a final full stop. */
    static String markdown(String javadoc) {
        String text = javadoc.replaceAll("</?code>", "`")
                .replaceAll("\\{@link (\\S+) \\S+}", "`$1`")
                .replaceAll("\\s*<p>\\s*", "\n\n")
                .replaceAll("(?<!\\n)\\n *(?!\\n)", " ")
                .strip();
        return text.substring(0, 1).toUpperCase(Locale.ROOT)
                + text.substring(1)
                + (text.matches("(?s).*[.?!]") ? "" : ".");
    }
}
