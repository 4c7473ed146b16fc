package io.logaggregator.server.logs;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.server.logs.query.QuerySyntaxException;
import io.logaggregator.server.logs.query.Wildcards;
import io.logaggregator.server.web.ProblemException;
import io.logaggregator.server.web.TimeRange;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that select log events. An event matches all of them; values of a repeated parameter are alternatives.
 *
 * @param level minimum level
 */
record LogFilter(
        @Parameter(
                description = "Search text in the query language.",
                example = "level:ERROR host:web-* \"timed out\" NOT application:cron")
        @Nullable
        String query,

        @Parameter(description = "Minimum level. Synonyms such as `warning` are accepted.", example = "WARN") @Nullable
        Level level,

        @Parameter(description = LogFilter.GLOB, example = "web-*") @Nullable
        List<String> host,

        @Parameter(description = LogFilter.GLOB, example = "shop") @Nullable
        List<String> application,

        @Parameter(description = LogFilter.GLOB, example = "checkout") @Nullable
        List<String> component,

        @Parameter(description = LogFilter.GLOB, example = "prod") @Nullable
        List<String> environment,

        @Parameter(description = LogFilter.GLOB, example = "slow") @Nullable
        List<String> tag) {

    private static final String GLOB = "Any of these values, case-insensitive. `*` and `?` are wildcards.";

    LogQuery query(TimeRange time) {
        return new LogQuery(time.from(), time.to(), condition());
    }

    /** The condition, without a time range. */
    LogCondition condition() {
        List<LogCondition> conditions = new ArrayList<>();
        if (query != null && !query.isEmpty()) {
            conditions.add(parse(query));
        }
        if (level != null) {
            conditions.add(new AtLeast(level));
        }
        addAnyOf(Standard.HOST, host, conditions);
        addAnyOf(LogField.Text.APPLICATION, application, conditions);
        addAnyOf(LogField.Text.COMPONENT, component, conditions);
        addAnyOf(LogField.Text.ENVIRONMENT, environment, conditions);
        addAnyOf(Standard.TAG, tag, conditions);
        return conditions.size() == 1 ? conditions.getFirst() : new And(conditions);
    }

    private static void addAnyOf(LogField field, @Nullable List<String> values, List<LogCondition> conditions) {
        if (values == null || values.isEmpty()) {
            return;
        }
        List<LogCondition> choices = values.stream()
                .<LogCondition>map(text -> new Matches(field, pattern(field, text)))
                .toList();
        conditions.add(choices.size() == 1 ? choices.getFirst() : new Or(choices));
    }

    private static TextPattern pattern(LogField field, String text) {
        if (text.length() > TextPattern.MAX_LENGTH) {
            throw ProblemException.invalidParameter(
                    field.label(), text.length() + " characters", "at most " + TextPattern.MAX_LENGTH);
        }
        return Wildcards.read(text);
    }

    private static LogCondition parse(String text) {
        try {
            return LogQueryParser.parse(text);
        } catch (QuerySyntaxException e) {
            throw ProblemException.badRequest(
                    "query, at character " + e.position() + ": " + e.getMessage(),
                    Map.of("parameter", "query", "position", e.position()));
        }
    }
}
