package io.logaggregator.store.postgres.logs;

import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.store.postgres.sql.Sql;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A range of numbers as a filter of the SQL/JSON path language. There, unlike in a cast, a value that is no number is no
 * error: it just does not match.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-SQLJSON-PATH">PostgreSQL, the
 *     SQL/JSON path language</a>
 */
record NumberRange(Optional<End> lower, Optional<End> upper) {

    private record End(BigDecimal number, boolean inclusive) {}

    /** The range between bounds that are numbers; empty if one of them is none. */
    static Optional<NumberRange> of(Optional<Bound> lower, Optional<Bound> upper) {
        Optional<End> lowerEnd = lower.flatMap(NumberRange::end);
        Optional<End> upperEnd = upper.flatMap(NumberRange::end);
        return lowerEnd.isPresent() == lower.isPresent() && upperEnd.isPresent() == upper.isPresent()
                ? Optional.of(new NumberRange(lowerEnd, upperEnd))
                : Optional.empty();
    }

    /** That a JSON value, or an element of it, lies within: numbers exactly, text that reads as one as a double. */
    Sql holdsFor(Sql json) {
        // A filter looks into an array by itself, one level deep.
        String path = "$ ? (@.type() == \"number\" && " + test("@") + " || @.type() == \"string\" && "
                + test("@.double()") + ")";
        return Sql.of("coalesce(jsonb_path_exists(?, '" + path + "', ?::jsonb), false)", json, variables());
    }

    private String test(String operand) {
        return Stream.of(
                        lower.map(end -> operand + (end.inclusive ? " >= $lower" : " > $lower")),
                        upper.map(end -> operand + (end.inclusive ? " <= $upper" : " < $upper")))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" && "));
    }

    private String variables() {
        return Stream.of(lower.map(end -> "\"lower\":" + end.number), upper.map(end -> "\"upper\":" + end.number))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Optional<End> end(Bound bound) {
        return bound.number().map(number -> new End(number, bound.inclusive()));
    }
}
