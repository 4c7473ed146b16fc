package io.logaggregator.server.alerting.api;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.server.logs.LogView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The logs around the opening of an alert, errors first. Thread-safe. */
@Component
final class AlertLogs {

    static final int MAX_DAYS = 1;
    static final String EXPECTED = "a duration, for example 30s, 5m, 1h or PT5M, at most 1d";

    private static final LogCondition ERRORS = new AtLeast(Level.ERROR);

    /** Labels that select the logs of an alert without a host. */
    private static final List<LogField> FIELDS =
            List.of(LogField.Text.APPLICATION, LogField.Text.COMPONENT, LogField.Text.ENVIRONMENT);

    private final LogSearch logs;
    private final InstantSource clock;

    AlertLogs(LogSearch logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** Errors, newest first; then other events, newest first, up to the limit. */
    View around(Alert alert, Duration before, Duration after, int limit) {
        Instant from = alert.openedAt().minus(before);
        Instant to = end(alert, after);
        List<LogCondition> conditions = conditions(alert.labels());
        List<LogEvent> found = new ArrayList<>(find(from, to, conditions, ERRORS, limit));
        if (found.size() < limit) {
            found.addAll(find(from, to, conditions, new Not(ERRORS), limit - found.size()));
        }
        return new View(from, to, found.stream().map(LogView::of).toList());
    }

    /** Now at the latest, but after the opening even if the clock of the host is ahead. */
    private Instant end(Alert alert, Duration after) {
        Instant opening = alert.openedAt().plusMillis(1);
        Instant wanted = alert.openedAt().plus(after);
        Instant now = clock.instant();
        Instant end = wanted.isBefore(now) ? wanted : now;
        return end.isBefore(opening) ? opening : end;
    }

    private List<LogEvent> find(
            Instant from, Instant to, List<LogCondition> conditions, LogCondition level, int limit) {
        List<LogCondition> all =
                Stream.concat(conditions.stream(), Stream.of(level)).toList();
        return logs.find(new LogQuery(from, to, new And(all)), limit, Optional.empty())
                .items();
    }

    private static List<LogCondition> conditions(Labels labels) {
        if (!labels.host().isEmpty()) {
            return List.of(is(Standard.HOST, labels.host()));
        }
        return FIELDS.stream()
                .filter(field -> labels.values().containsKey(field.label()))
                .map(field -> is(field, labels.values().getOrDefault(field.label(), "")))
                .toList();
    }

    private static LogCondition is(LogField field, String value) {
        return value.isEmpty() ? new Not(new Exists(field)) : new Matches(field, TextPattern.of(value));
    }

    /** The time range and its logs. */
    record View(Instant from, Instant to, List<LogView> items) {}
}
