package io.logaggregator.server.api;

import io.logaggregator.server.http.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/**
 * The query parameters of one request. Each reading makes a name known; {@link #refuseOthers()} then refuses what nobody
 * has read. An empty value counts as none, because forms and scripts send those.
 */
final class RequestParameters {

    /** Of a parameter that may be repeated. */
    private static final int MOST_VALUES = 100;

    private final MultiValueMap<String, String> values;
    private final Set<String> known = new TreeSet<>();

    RequestParameters(MultiValueMap<String, String> values) {
        this.values = values;
    }

    /** For routes that take none. */
    static void refuseAll(MultiValueMap<String, String> values) {
        new RequestParameters(values).refuseOthers();
    }

    /** The values of a parameter that may be repeated. */
    List<String> texts(String name) {
        known.add(name);
        List<String> found = values.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
        if (found.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
            throw invalid(name, String.join(", ", found).replace('\0', '\uFFFD'), "text without U+0000");
        }
        if (found.size() > MOST_VALUES) {
            throw invalid(name, found.size() + " of them", "at most " + MOST_VALUES);
        }
        return found;
    }

    /** The value of a parameter that stands once at most. */
    Optional<String> text(String name) {
        List<String> found = texts(name);
        if (found.size() > 1) {
            throw invalid(name, String.join(", ", found), "one value");
        }
        return found.stream().findFirst();
    }

    String required(String name, String expected) {
        return text(name).orElseThrow(() -> invalid(name, "nothing", expected));
    }

    /** Any of an enum's names, whatever the case, repeated or with commas between. */
    <E extends Enum<E>> Set<E> anyOf(String name, List<E> choices) {
        return texts(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .map(text ->
                        Choices.find(text, choices).orElseThrow(() -> invalid(name, text, Choices.expected(choices))))
                .collect(Collectors.toSet());
    }

    Optional<UUID> id(String name) {
        return text(name).map(text -> Ids.find(text).orElseThrow(() -> invalid(name, text, Ids.EXPECTED)));
    }

    int number(String name, int lowest, int highest, int standard) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        String expected = "a whole number from " + lowest + " to " + highest;
        try {
            int number = Integer.parseInt(text.get());
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, text.get(), expected);
        }
        throw invalid(name, text.get(), expected);
    }

    boolean flag(String name) {
        String text = text(name).orElse("false");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, text, "true or false");
        };
    }

    /** To be called when all parameters of the route have been read. */
    void refuseOthers() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String existing = known.isEmpty() ? "none here" : String.join(", ", known);
                throw new InvalidRequestException(
                        name + ": no such parameter (expected: " + existing + ")", Map.of("parameter", name));
            }
        }
    }

    static InvalidRequestException invalid(String name, Object value, String expected) {
        return new InvalidRequestException(
                name + ": " + value + " (expected: " + expected + ")", Map.of("parameter", name));
    }
}
