package io.logaggregator.server.logs.query;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Matches queries with events in memory. Thread-safe. */
@Component
public final class QueryMatching implements LogMatching {

    private final LogMatcher matcher;

    public QueryMatching(AttributeReader attributes) {
        matcher = new LogMatcher(attributes);
    }

    @Override
    public Predicate<LogEvent> matching(String query) {
        return matcher.matching(condition(query));
    }

    /**
     * Parses the query of a rule.
     *
     * @throws InvalidDefinitionException if it is invalid; the field is {@code condition.query}
     */
    public static LogCondition condition(String query) {
        try {
            return LogQueryParser.parse(query);
        } catch (QuerySyntaxException e) {
            throw new InvalidDefinitionException(
                    "condition.query", query, "a query; at character " + e.position() + ": " + e.getMessage());
        }
    }

    /** A notice about a valid query that probably does not mean what it says. */
    public static Optional<String> notice(String query) {
        return QueryNotice.of(query);
    }

    @Override
    public Function<LogEvent, String> value(LogField field) {
        return matcher.value(field);
    }
}
