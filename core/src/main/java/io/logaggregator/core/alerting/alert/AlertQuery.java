package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.alerting.rule.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A query for alerts.
 *
 * @param statuses any of these; empty for all
 * @param severities any of these: the highest severity of a resolved alert, and the current one of others; empty for all
 * @param host full host name
 * @param rule id of a rule, or its name, case-insensitive
 * @param search part of the name of the rule or of the value of a label, case-insensitive; empty for all
 * @param from alerts that were not resolved before; empty for all
 * @param to alerts opened before; empty for all
 */
public record AlertQuery(
        Set<AlertStatus> statuses,
        Set<Severity> severities,
        Optional<String> host,
        Optional<String> rule,
        Optional<String> search,
        Optional<Instant> from,
        Optional<Instant> to) {

    public static final AlertQuery ALL = new AlertQuery(
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public AlertQuery {
        statuses = Set.copyOf(statuses);
        severities = Set.copyOf(severities);
    }
}
