package io.logaggregator.description;

import io.logaggregator.server.parameter.Parameter;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.RouteParameters;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;

/** The parameters that a route takes: in its URL, as it reads them itself, and in its path. */
@Order(1)
final class DescribedParameters implements OperationCustomizer {

    /** What many routes have comes behind what is their own. */
    private static final List<String> COMMON = List.of("from", "to", "step", "limit", "cursor");

    private static final Map<String, String> IN_PATH = Map.of("id", "its id", "host", "the name of a host");
    private static final String SOME_HOST = "web-1";

    private final RouteParameters routes;

    DescribedParameters(RouteParameters routes) {
        this.routes = routes;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod route) {
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getIn().equals("path"))
                    .forEach(DescribedParameters::describePath);
        }
        routes.of(route).values().stream()
                .sorted(Comparator.comparingInt(parameter -> COMMON.indexOf(parameter.name())))
                .map(DescribedParameters::inUrl)
                .forEach(operation::addParametersItem);
        return operation;
    }

    private static void describePath(io.swagger.v3.oas.models.parameters.Parameter parameter) {
        parameter.setDescription(Sentence.of(Objects.requireNonNull(IN_PATH.get(parameter.getName()))));
        if (parameter.getName().equals("host")) {
            parameter.setExample(SOME_HOST);
        }
    }

    private static io.swagger.v3.oas.models.parameters.Parameter inUrl(Parameter parameter) {
        Schema<Object> schema = schema(parameter);
        Object example = parameter.example().isEmpty() ? null : typed(parameter, parameter.example());
        if (example != null) { // not as an example of the parameter: pages would fill it in
            schema.setExamples(List.of(example));
        }
        return new io.swagger.v3.oas.models.parameters.Parameter()
                .in("query")
                .name(parameter.name())
                .description(Sentence.of(parameter.says()) + more(parameter))
                .required(parameter.required() ? true : null)
                .schema(parameter.repeated() ? someOf(schema) : schema)
                .example(parameter.required() ? example : null);
    }

    private static Schema<Object> someOf(Schema<Object> schema) {
        Schema<Object> some = Schemas.listOf(schema);
        some.setMaxItems(RequestParameters.MOST_VALUES);
        return some;
    }

    private static Schema<Object> schema(Parameter parameter) {
        Schema<Object> schema = Schemas.of(
                switch (parameter.type()) {
                    case TEXT, CURSOR, INSTANT, DURATION, ID, CHOICE -> "string";
                    case FLAG -> "boolean";
                    case NUMBER -> "integer";
                });
        switch (parameter.type()) {
            case TEXT, CURSOR, INSTANT, DURATION, FLAG -> {}
            case ID -> schema.setFormat("uuid");
            case CHOICE -> schema.setEnum(List.copyOf(parameter.choices()));
            case NUMBER -> {
                schema.setMinimum(new BigDecimal(parameter.lowest()));
                schema.setMaximum(new BigDecimal(parameter.highest()));
            }
        }
        if (!parameter.standard().isEmpty() && parameter.type() != ParameterType.INSTANT) {
            schema.setDefault(typed(parameter, parameter.standard()));
        }
        return schema;
    }

    private static Object typed(Parameter parameter, String text) {
        return switch (parameter.type()) {
            case NUMBER -> Integer.valueOf(text);
            case FLAG -> Boolean.valueOf(text);
            case TEXT, CURSOR, INSTANT, DURATION, ID, CHOICE -> text;
        };
    }

    /** What its type says of it, and no schema can. */
    private static String more(Parameter parameter) {
        return switch (parameter.type()) {
            case INSTANT ->
                " RFC 3339, or before now: `-15m`."
                        + (parameter.standard().isEmpty()
                                ? ""
                                : " Without it `" + parameter.standard() + "` before the end.")
                        + (parameter.highest().isEmpty() ? "" : " At most `" + parameter.highest() + "` before it.");
            case DURATION ->
                " As `30s`, `5m` or `PT5M`."
                        + (parameter.highest().isEmpty() ? "" : " At most `" + parameter.highest() + "`.");
            case CHOICE -> " Whatever the case" + (parameter.repeated() ? "; also with commas between." : ".");
            case TEXT -> parameter.example().isEmpty() ? "" : " For example `" + parameter.example() + "`.";
            case CURSOR, ID, FLAG, NUMBER -> "";
        };
    }
}
