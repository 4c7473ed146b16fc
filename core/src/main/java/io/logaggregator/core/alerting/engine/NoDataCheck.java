package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.AlertState;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.LastSeen;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Lock;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates no-data rules by the time hosts were last seen. Active hosts are filtered by the store, and unchanged states are
 * neither locked nor saved, so that a host that still sends nothing costs a read. Not thread-safe.
 */
final class NoDataCheck {

    private final AlertStateStore store;

    NoDataCheck(AlertStateStore store) {
        this.store = store;
    }

    /**
     * Adds the changes of a rule.
     *
     * @param limit maximum number of changed states; the next evaluation continues, with the same times
     * @return the number of changed states
     */
    int evaluate(AlertRule rule, NoData noData, Instant now, int limit, ChangeSet changes) {
        Instant before =
                now.minus(NoData.duration(rule.definition().thresholds().lowest()));
        List<Quiet> quiet = store
                .lastSeen(
                        rule.id(),
                        noData.of(),
                        rule.definition().matchers().host(),
                        before,
                        now.minus(noData.forgetAfter()))
                .stream()
                .map(seen -> new Quiet(rule, subject(rule, seen), seen.at()))
                .toList();
        Map<UUID, StoredState> read = load(new StateRequest.OfFingerprints(
                quiet.stream().map(host -> host.subject.fingerprint()).toList(), Lock.NONE));
        List<Quiet> changing = quiet.stream()
                .filter(host -> host.changes(read.get(host.subject.fingerprint()), now))
                .limit(limit)
                .toList();
        if (changing.isEmpty()) {
            return 0;
        }
        Map<UUID, StoredState> locked = load(new StateRequest.OfSubjects(changing.stream()
                .map(host -> new Wanted(host.subject, true, List.of()))
                .toList()));
        for (Quiet host : changing) {
            StoredState stored = locked.get(host.subject.fingerprint());
            if (stored != null) {
                changes.add(host.subject, rule.definition(), stored.state(), host.evaluation(stored.state(), now));
            }
        }
        return changing.size();
    }

    private static AlertSubject subject(AlertRule rule, LastSeen seen) {
        Labels labels = seen.host().map(host -> Labels.ofHost(host, Map.of())).orElse(Labels.NONE);
        return new AlertSubject(
                rule.id(),
                rule.definition().name(),
                labels,
                labels.withFoldedHost().fingerprint(rule.id()));
    }

    private Map<UUID, StoredState> load(StateRequest request) {
        return store.load(request).stream()
                .collect(Collectors.toMap(stored -> stored.subject().fingerprint(), Function.identity()));
    }

    private record Quiet(AlertRule rule, AlertSubject subject, Instant lastSeen) {

        Evaluation evaluation(AlertState before, Instant now) {
            return Evaluator.evaluateNoData(rule, subject.labels(), before, lastSeen, now);
        }

        boolean changes(@Nullable StoredState stored, Instant now) {
            AlertState before = Optional.ofNullable(stored)
                    .map(StoredState::state)
                    .orElseGet(() -> AlertState.inactive(Instant.MIN));
            return ChangeSet.isWorthSaving(before, evaluation(before, now));
        }
    }
}
