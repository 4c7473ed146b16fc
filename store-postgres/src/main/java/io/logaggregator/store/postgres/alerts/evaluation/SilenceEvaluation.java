package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.store.postgres.alerts.AlertStates;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates no-data rules by the time hosts were last seen. Active hosts are filtered in the database, and unchanged
 * states are neither locked nor written, so that a host that stays silent costs a read. Not thread-safe.
 */
final class SilenceEvaluation {

    /** Alerts opened or resolved in one transaction; the next evaluation continues, with the same times. */
    private static final int MAX_CHANGES = 2000;

    private final Connection connection;
    private final AlertStates states;
    private final AlertOutcome outcome;

    SilenceEvaluation(Connection connection) {
        this.connection = connection;
        states = new AlertStates(connection);
        outcome = new AlertOutcome(connection);
    }

    void evaluate(List<AlertRule> rules, Instant now) throws SQLException {
        for (AlertRule rule : rules) {
            if (rule.definition().condition() instanceof Silence silence) {
                List<Quiet> quiet = switch (silence.of()) {
                    case HOST -> quietHosts(rule, silence, now);
                    case GROUP -> quietGroup(rule);
                };
                evaluateQuiet(quiet, now);
            }
        }
    }

    private void evaluateQuiet(List<Quiet> quiet, Instant now) throws SQLException {
        Map<UUID, AlertState> read = states.read(fingerprints(quiet));
        List<Quiet> changing = quiet.stream()
                .filter(host -> host.changes(read.get(host.subject.fingerprint()), now))
                .limit(MAX_CHANGES)
                .toList();
        states.insert(changing.stream().map(Quiet::subject).toList());
        Map<UUID, AlertState> locked = states.lock(fingerprints(changing));
        for (Quiet host : changing) {
            AlertState before = locked.get(host.subject.fingerprint());
            if (before != null) {
                outcome.add(host.subject, before, host.evaluation(before, now));
            }
        }
        outcome.write();
    }

    private static List<UUID> fingerprints(List<Quiet> quiet) {
        return quiet.stream().map(host -> host.subject.fingerprint()).toList();
    }

    /**
     * Hosts silent for the lowest threshold but not yet for {@code forgetAfter}, and hosts that have a state. Hosts that
     * were silent already when the rule began to expect them are left out.
     */
    private List<Quiet> quietHosts(AlertRule rule, Silence silence, Instant now) throws SQLException {
        Duration shortest = Silence.duration(rule.definition().thresholds().lowest());
        return Sql.of(
                        """
                        select name, last_seen_at from host
                        where last_seen_at <= ? and last_seen_at > ? and last_seen_at > ? and lower(name) like lower(?)
                           or name in (select labels ->> 'host' from alert_state where rule_id = ?)
                        """,
                        Timestamps.of(now.minus(shortest)),
                        Timestamps.of(now.minus(silence.forgetAfter())),
                        baseline(rule),
                        like(rule),
                        rule.id())
                .list(
                        connection,
                        row -> Quiet.of(
                                rule,
                                Labels.ofHost(row.getString("name"), Map.of()),
                                Timestamps.read(row, "last_seen_at")));
    }

    /** All matching hosts as one subject, if it is expected. */
    private List<Quiet> quietGroup(AlertRule rule) throws SQLException {
        return Sql.of("""
                        select last_seen_at from (
                            select last_seen_at from host where lower(name) like lower(?) order by last_seen_at desc limit 1
                        ) as newest
                        where last_seen_at > ? or exists (select from alert_state where rule_id = ?)
                        """, like(rule), baseline(rule), rule.id())
                .list(connection, row -> Quiet.of(rule, Labels.NONE, Timestamps.read(row, "last_seen_at")));
    }

    private static Sql baseline(AlertRule rule) {
        return Sql.of("coalesce((select silence_baseline from alert_rule where id = ?), '-infinity')", rule.id());
    }

    private static String like(AlertRule rule) {
        return LikePattern.of(TextPattern.of(rule.definition().matchers().host()));
    }

    private record Quiet(AlertStates.Subject subject, Instant lastSeen) {

        static Quiet of(AlertRule rule, Labels labels, Instant lastSeen) {
            return new Quiet(new AlertStates.Subject(rule, labels, labels.fingerprint(rule.id())), lastSeen);
        }

        Evaluation evaluation(AlertState before, Instant now) {
            return Evaluator.evaluateSilence(subject.rule(), subject.labels(), before, lastSeen, now);
        }

        boolean changes(@Nullable AlertState state, Instant now) {
            AlertState before = Optional.ofNullable(state).orElseGet(() -> AlertState.inactive(Instant.MIN));
            return AlertOutcome.isWorthWriting(before, evaluation(before, now));
        }
    }
}
