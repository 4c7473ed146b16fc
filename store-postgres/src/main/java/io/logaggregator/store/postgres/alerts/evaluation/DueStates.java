package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.store.postgres.alerts.AlertStateColumns;
import io.logaggregator.store.postgres.alerts.AlertStates;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Evaluates states whose recovery or window ends by time alone. States that a session updated in the last seconds or
 * holds locked are left to that session. Not thread-safe.
 */
final class DueStates {

    private static final int MAX_STATES = 1000;

    private final Connection connection;
    private final AlertOutcome outcome;

    DueStates(Connection connection) {
        this.connection = connection;
        outcome = new AlertOutcome(connection);
    }

    void evaluate(List<AlertRule> rules, Instant now) throws SQLException {
        Map<UUID, AlertRule> byId = rules.stream().collect(Collectors.toMap(AlertRule::id, Function.identity()));
        for (Due due : due(byId, now)) {
            outcome.add(
                    due.subject,
                    due.state,
                    Evaluator.elapse(due.subject.rule(), due.subject.fingerprint(), due.state, now));
        }
        outcome.write();
    }

    private List<Due> due(Map<UUID, AlertRule> rules, Instant now) throws SQLException {
        return Sql.of("""
                        select state.*,
                               array(select jsonb_object_keys(labels)) as names,
                               array(select value from jsonb_each_text(labels)) as values
                        from alert_state state
                        where due_at <= ? and updated_at < clock_timestamp() - interval '5 seconds'
                          and rule_id = any (?)
                        order by due_at
                        limit ?
                        for update skip locked
                        """, Timestamps.of(now), rules.keySet().toArray(UUID[]::new), MAX_STATES)
                .list(
                        connection,
                        row -> new Due(
                                new AlertStates.Subject(
                                        Objects.requireNonNull(rules.get(row.getObject("rule_id", UUID.class))),
                                        new Labels(JsonText.readMembers(row, "names", "values")),
                                        row.getObject("fingerprint", UUID.class)),
                                AlertStateColumns.state(row)));
    }

    private record Due(AlertStates.Subject subject, AlertState state) {}
}
