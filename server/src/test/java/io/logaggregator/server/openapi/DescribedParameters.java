package io.logaggregator.server.openapi;

import io.logaggregator.server.web.ParameterCheck;
import io.logaggregator.server.web.TimeRange;
import io.logaggregator.server.web.TimeRange.Within;
import io.logaggregator.server.web.WholeNumber;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;

/** Completes the parameters that springdoc finds: text formats, settings as limits, and the time range. */
@Order(1)
final class DescribedParameters implements ParameterCustomizer, OperationCustomizer {

    private static final String INSTANT = " RFC 3339, or before now: `-15m`.";
    private static final String DURATION = " For example `30s`, `5m` or `PT5M`.";

    /** Parameters of many routes come last. */
    private static final List<String> COMMON = List.of("from", "to", "step", "limit", "cursor");

    private static final Map<String, String> IN_PATH = Map.of("id", "The id.", "host", "The name of a host.");

    private final ConfigurableBeanFactory settings;

    DescribedParameters(ConfigurableBeanFactory settings) {
        this.settings = settings;
    }

    @Override
    public Parameter customize(Parameter parameter, MethodParameter declared) {
        if (parameter == null || !"query".equals(parameter.getIn())) {
            return parameter;
        }
        boolean required = Boolean.TRUE.equals(parameter.getRequired());
        parameter.setRequired(required ? true : null);
        Class<?> type = declared.nestedIfOptional().getNestedParameterType();
        Schema<Object> schema = schema(parameter.getSchema(), declared, type);
        WholeNumber range = declared.getParameterAnnotation(WholeNumber.class);
        if (range != null) {
            schema.setMinimum(BigDecimal.valueOf(range.min()));
            schema.setMaximum(new BigDecimal(resolved(range.max())));
        }
        if (schema.getDefault() != null) {
            schema.setDefault(typed(schema, resolved(schema.getDefault().toString())));
        }
        Schema<Object> value = isArray(schema) ? items(schema) : schema;
        value.setExamples(Optional.ofNullable(parameter.getExample())
                .map(example -> List.of(typed(value, example.toString())))
                .orElse(null));
        if (!required) { // as an example of the parameter, pages would fill it in
            parameter.setExample(null);
        }
        parameter.setSchema(schema);
        parameter.setDescription(
                Objects.requireNonNull(parameter.getDescription(), parameter.getName()) + format(schema, value, type));
        return parameter;
    }

    /** As text where the converters accept more than the format of the type. */
    @SuppressWarnings("unchecked")
    private static Schema<Object> schema(Schema<?> found, MethodParameter declared, Class<?> type) {
        if (type != Instant.class && type != Duration.class) {
            if (found.getTypes() != null) {
                found.getTypes().remove("null");
            }
            return (Schema<Object>) found;
        }
        Schema<Object> text = Schemas.of("string");
        RequestParam annotation = declared.getParameterAnnotation(RequestParam.class);
        if (annotation != null && !annotation.defaultValue().equals(ValueConstants.DEFAULT_NONE)) {
            text.setDefault(annotation.defaultValue());
        }
        return text;
    }

    @SuppressWarnings("unchecked")
    private static Schema<Object> items(Schema<?> array) {
        Integer ofParameter = array.getMaxItems();
        array.setMaxItems(ofParameter == null ? ParameterCheck.MAX_VALUES : ofParameter);
        array.setUniqueItems(null);
        return (Schema<Object>) array.getItems();
    }

    private static boolean isArray(Schema<?> schema) {
        return schema.getItems() != null;
    }

    private static Object typed(Schema<?> schema, String text) {
        return switch (schema.getTypes() == null
                ? schema.getType()
                : schema.getTypes().iterator().next()) {
            case "integer" -> Integer.valueOf(text);
            case "boolean" -> Boolean.valueOf(text);
            default -> text;
        };
    }

    private static String format(Schema<?> schema, Schema<?> value, Class<?> type) {
        if (type == Instant.class) {
            return INSTANT;
        }
        if (type == Duration.class) {
            return DURATION;
        }
        if (value.getEnum() != null) {
            return isArray(schema) ? " Case-insensitive, separated by commas or repeated." : " Case-insensitive.";
        }
        boolean text = value.getFormat() == null && !"integer".equals(value.getType());
        return text && value.getExamples() != null && value.getExamples().getFirst() instanceof String example
                ? " Example: `" + example + "`."
                : "";
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        Arrays.stream(route.getMethodParameters())
                .filter(parameter -> parameter.getParameterType() == TimeRange.class)
                .forEach(parameter -> addTimeRange(
                        operation, Objects.requireNonNull(parameter.getParameterAnnotation(Within.class))));
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getIn().equals("path"))
                    .forEach(DescribedParameters::describePath);
            operation.getParameters().sort(Comparator.comparingInt(parameter -> COMMON.indexOf(parameter.getName())));
        }
        return operation;
    }

    private void addTimeRange(Operation operation, Within within) {
        String max = resolved(within.max());
        operation.addParametersItem(instant(
                "from",
                "Start of the time range, inclusive." + INSTANT + " Default: `" + within.value() + "` before `to`."
                        + (max.isEmpty() ? "" : " At most `" + max + "` before `to`."),
                "-1h"));
        operation.addParametersItem(instant(
                "to",
                "End of the time range, exclusive." + INSTANT
                        + " Default: 10 minutes from now, for clocks that are ahead.",
                "-1m"));
    }

    private static Parameter instant(String name, String description, String example) {
        Schema<Object> schema = Schemas.of("string");
        schema.setExamples(List.of(example));
        return new Parameter().in("query").name(name).description(description).schema(schema);
    }

    private static void describePath(Parameter parameter) {
        parameter.setDescription(Objects.requireNonNull(IN_PATH.get(parameter.getName())));
        if (parameter.getName().equals("host")) {
            parameter.setExample("web-1");
        }
    }

    private String resolved(String text) {
        return String.valueOf(settings.resolveEmbeddedValue(text));
    }
}
