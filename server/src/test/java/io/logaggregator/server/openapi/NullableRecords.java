package io.logaggregator.server.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Marks components of records as required or nullable, and raw JSON as objects, which swagger-core does not. */
final class NullableRecords implements ModelConverter {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json31.mapper().constructType(type.getType());
        if (schema != null && java != null && java.isRecordType()) {
            modelOf(schema, context).ifPresent(model -> complete(model, java.getRawClass()));
        }
        return schema;
    }

    private static Optional<Schema<?>> modelOf(Schema<?> schema, ModelConverterContext context) {
        Schema<?> model = schema.get$ref() == null
                ? schema
                : context.getDefinedModels().get(schema.get$ref().substring(REFERENCE.length()));
        return Optional.ofNullable(model);
    }

    private static void complete(Schema<?> model, Class<?> type) {
        if (model.getProperties() == null) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                complete(model, component.getType());
            } else {
                model.getProperties()
                        .computeIfPresent(
                                nameOf(component), (name, property) -> complete(model, name, property, component));
            }
        }
    }

    private static Schema<?> complete(Schema<?> model, String name, Schema<?> property, RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean required = model.getRequired() != null && model.getRequired().contains(name);
        if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
            property.setTypes(Set.of("object"));
        }
        if (!required && !(nullable && mayBeAbsent(component.getDeclaringRecord()))) {
            model.addRequiredItem(name);
        }
        return nullable && !required ? orNull(property) : property;
    }

    /** In requests, and in responses that omit null. */
    private static boolean mayBeAbsent(Class<?> type) {
        return type.getSimpleName().endsWith("Form") || type.isAnnotationPresent(JsonInclude.class);
    }

    /** A reference cannot have siblings, so it is wrapped in another schema. */
    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() != null) {
            Schema<Object> either = new Schema<>();
            either.setDescription(property.getDescription());
            property.setDescription(null);
            either.setAnyOf(List.of(property, Schemas.of("null")));
            return either;
        }
        if (property.getTypes().contains("null")) {
            return property;
        }
        Set<String> types = new LinkedHashSet<>(property.getTypes());
        types.add("null");
        property.setTypes(types);
        allowNull(property);
        return property;
    }

    private static <T> void allowNull(Schema<T> property) {
        if (property.getEnum() != null) {
            List<@Nullable T> values = new ArrayList<>(property.getEnum());
            values.add(null);
            property.setEnum(values);
        }
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }
}
