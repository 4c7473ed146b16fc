package io.logaggregator.server.parameter;

import java.util.List;
import java.util.Optional;

/** Some of an enum's constants, as people choose among them: by name, whatever the case. */
public final class Choices {

    private Choices() {}

    public static <E extends Enum<E>> Optional<E> find(String text, List<E> choices) {
        return choices.stream()
                .filter(choice -> choice.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /** For example {@code LOW, MEDIUM or HIGH}. */
    public static <E extends Enum<E>> String expected(List<E> choices) {
        List<String> names = choices.stream().map(Enum::name).toList();
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }
}
