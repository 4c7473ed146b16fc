package io.logaggregator.server.api;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogField.Standard;
import io.logaggregator.core.logs.LogQuery;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The logs around the opening of an alert: what went wrong before what went on. Thread-safe. */
@Component
final class AlertLogs {

    private static final LogCondition ERRORS = new AtLeast(Level.ERROR);

    /** By which labels the logs are chosen where an alert is about no single host. */
    private static final List<Standard> FIELDS =
            List.of(Standard.APPLICATION, Standard.COMPONENT, Standard.ENVIRONMENT);

    private final LogSearch logs;
    private final InstantSource clock;

    AlertLogs(LogSearch logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /** Errors first, the newest of them first; then, as far as there is room, the others. */
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

    /** Not beyond now, but for a host whose clock is ahead. The opening itself belongs to it, and an end is exclusive. */
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

    private static LogCondition is(Standard field, String value) {
        return value.isEmpty() ? new Not(new Exists(field)) : new Matches(field, TextPattern.of(value));
    }

    /** Which time that is, and what was logged in it. */
    record View(Instant from, Instant to, List<LogView> items) {}
}
