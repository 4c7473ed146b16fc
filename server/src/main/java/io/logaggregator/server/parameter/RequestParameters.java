package io.logaggregator.server.parameter;

import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.settings.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
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
 * The parameters of one request, read as the {@link Takes} of its route say; to read what none of them names is a bug. An
 * empty value counts as none, because forms and scripts send those. Not thread-safe.
 */
public final class RequestParameters {

    /** Of a parameter that may be repeated. */
    public static final int MOST_VALUES = 100;

    private static final String INSTANT =
            "RFC 3339 with its + as %2B, for example 2026-01-31T12:00:00Z, or -15m, -2h, -P7D";
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, Parameter> taken;
    private final MultiValueMap<String, String> values;
    private final Set<String> unread;

    RequestParameters(Map<String, Parameter> taken, MultiValueMap<String, String> values) {
        this.taken = taken;
        this.values = values;
        this.unread = new TreeSet<>(taken.keySet());
    }

    void refuseOthers() {
        for (String name : values.keySet()) {
            if (!taken.containsKey(name)) {
                String existing = taken.isEmpty() ? "none here" : String.join(", ", new TreeSet<>(taken.keySet()));
                throw new InvalidRequestException(
                        name + ": no such parameter (expected: " + existing + ")", Map.of("parameter", name));
            }
        }
    }

    /** The names that nobody has asked for yet. */
    Set<String> unread() {
        return unread;
    }

    /** The values of a parameter that may be repeated. */
    public List<String> texts(String name) {
        take(name);
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
    public Optional<String> text(String name) {
        List<String> found = texts(name);
        if (found.size() > 1) {
            throw invalid(name, String.join(", ", found), "one value");
        }
        return found.stream().findFirst();
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> invalid(name, "nothing", take(name).says()));
    }

    /** Any of an enum's names, whatever the case, repeated or with commas between. */
    public <E extends Enum<E>> Set<E> anyOf(String name, Class<E> choices) {
        return texts(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(text -> choice(name, text.strip(), choices))
                .collect(Collectors.toSet());
    }

    /** One of an enum's names, whatever the case. */
    public <E extends Enum<E>> E oneOf(String name, Class<E> choices) {
        return choice(name, text(name).orElse(take(name).standard()), choices);
    }

    /** One of an enum's names, whatever the case, where there is any. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> choices) {
        return text(name).map(text -> choice(name, text, choices));
    }

    private static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
        List<E> choices = List.of(type.getEnumConstants());
        return Choices.find(text, choices).orElseThrow(() -> invalid(name, text, Choices.expected(choices)));
    }

    public Optional<UUID> id(String name) {
        return text(name).map(text -> Ids.find(text).orElseThrow(() -> invalid(name, text, Ids.EXPECTED)));
    }

    public int number(String name) {
        Parameter parameter = take(name);
        String text = text(name).orElse(parameter.standard());
        int lowest = Integer.parseInt(parameter.lowest());
        int highest = Integer.parseInt(parameter.highest());
        String expected = "a whole number from " + lowest + " to " + highest;
        try {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, text, expected);
        }
        throw invalid(name, text, expected);
    }

    public boolean flag(String name) {
        String text = text(name).orElse(take(name).standard());
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, text, "true or false");
        };
    }

    /** A duration from none to the longest. */
    public Duration duration(String name) {
        Parameter parameter = take(name);
        String text = text(name).orElse(parameter.standard());
        Duration longest = DurationText.parse(parameter.highest());
        String expected = DurationText.EXPECTED + ", at most " + longest;
        try {
            Duration duration = DurationText.parse(text);
            if (!duration.isNegative() && duration.compareTo(longest) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(name, text, expected);
        }
        throw invalid(name, text, expected);
    }

    /** An instant, absolute or relative to now. */
    public Optional<Instant> instant(String name, Instant now) {
        return text(name).map(text -> {
            Instant instant = parse(name, text, now);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw invalid(name, text, "a year from 1970 to 9999");
            }
            return instant;
        });
    }

    private static Instant parse(String name, String text, Instant now) {
        try {
            // In a URL a + that nobody encoded is a space.
            return text.startsWith("-") ? now.plus(DurationText.parse(text)) : Instant.parse(text.replace(' ', '+'));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw invalid(name, text, INSTANT);
        }
    }

    /** What is meant where nothing is said. */
    public String standard(String name) {
        return take(name).standard();
    }

    /** The most that may be said; of a time: how long before the end. Empty: no limit. */
    public String highest(String name) {
        return take(name).highest();
    }

    private Parameter take(String name) {
        Parameter parameter = taken.get(name);
        if (parameter == null) {
            throw new IllegalStateException(name + ": read (expected: one of the route, " + taken.keySet() + ")");
        }
        unread.remove(name);
        return parameter;
    }

    public static InvalidRequestException invalid(String name, Object value, String expected) {
        return new InvalidRequestException(
                name + ": " + value + " (expected: " + expected + ")", Map.of("parameter", name));
    }
}
