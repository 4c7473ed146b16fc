package io.logaggregator.server.api;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.observation.Level;
import io.logaggregator.server.http.InvalidRequestException;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.server.logs.query.QuerySyntaxException;
import io.logaggregator.server.logs.query.Wildcards;
import io.logaggregator.server.parameter.RequestParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parameters by which every route about logs chooses its events. All of them must hold; repeats of one are choices. */
final class LogFilter {

    private static final List<Standard> FIELDS =
            List.of(Standard.HOST, Standard.APPLICATION, Standard.COMPONENT, Standard.ENVIRONMENT, Standard.TAG);

    private LogFilter() {}

    /** What a route that {@link FiltersLogs} is asked for. */
    static LogQuery read(RequestParameters parameters, TimeRange time) {
        return new LogQuery(time.from(), time.to(), condition(parameters));
    }

    /** What events have to be like, whenever they were. */
    static LogCondition condition(RequestParameters parameters) {
        List<LogCondition> conditions = new ArrayList<>();
        parameters.text("query").map(LogFilter::parse).ifPresent(conditions::add);
        parameters.text("level").map(LogFilter::atLeast).ifPresent(conditions::add);
        for (Standard field : FIELDS) {
            List<LogCondition> choices = parameters.texts(field.label()).stream()
                    .<LogCondition>map(text -> new Matches(field, Wildcards.read(text)))
                    .toList();
            if (!choices.isEmpty()) {
                conditions.add(choices.size() == 1 ? choices.getFirst() : new Or(choices));
            }
        }
        return conditions.size() == 1 ? conditions.getFirst() : new And(conditions);
    }

    private static LogCondition parse(String text) {
        try {
            return LogQueryParser.parse(text);
        } catch (QuerySyntaxException e) {
            throw new InvalidRequestException(
                    "query, at character " + e.position() + ": " + e.getMessage(),
                    Map.of("parameter", "query", "position", e.position()));
        }
    }

    private static LogCondition atLeast(String text) {
        return new AtLeast(Level.named(text)
                .orElseThrow(
                        () -> RequestParameters.invalid("level", text, "TRACE, DEBUG, INFO, WARN, ERROR or FATAL")));
    }
}
