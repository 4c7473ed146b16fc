package io.logaggregator.server.parameter;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A parameter as its {@link Takes} says, with the settings filled in.
 *
 * @param standard what is meant where nothing is said; empty: nothing
 * @param lowest of a number
 * @param highest of a number or a duration, or how long before the end a time may be; empty: no limit
 * @param choices the names to choose from; empty for what is no choice
 */
public record Parameter(
        String name,
        String says,
        ParameterType type,
        boolean required,
        boolean repeated,
        String standard,
        String lowest,
        String highest,
        List<String> choices,
        String example) {

    static Parameter of(Takes takes, UnaryOperator<String> settings) {
        return new Parameter(
                takes.name(),
                takes.says(),
                takes.type(),
                takes.required(),
                takes.repeated(),
                settings.apply(takes.standard()),
                settings.apply(takes.lowest()),
                settings.apply(takes.highest()),
                Arrays.stream(takes.choices().getEnumConstants())
                        .map(Enum::name)
                        .toList(),
                takes.example());
    }
}
