package io.logaggregator.server.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;

/** What values of a type look like, for whoever wrote one that does not. */
final class ExpectedText {

    private ExpectedText() {}

    static String of(Class<?> type) {
        if (type == int.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class) {
            return "a number";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return DurationText.EXPECTED;
        }
        if (type == DataSize.class) {
            return "a size, for example 16MB";
        }
        return type.isEnum()
                ? "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                : "keys below it, as application.yaml has them";
    }
}
