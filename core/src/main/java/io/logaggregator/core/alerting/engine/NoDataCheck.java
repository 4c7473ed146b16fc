package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.AlertStateStore.LastSeen;
import io.logaggregator.core.alerting.state.AlertStateStore.QuietRequest;
import io.logaggregator.core.alerting.state.AlertStateStore.StoredState;
import io.logaggregator.core.alerting.state.AlertSubject;
import io.logaggregator.core.alerting.state.StateRequest;
import io.logaggregator.core.alerting.state.StateRequest.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Evaluates no-data rules by the time hosts were last seen. The store returns those with a change of state, so that a host that
 * still sends, or still sends nothing, costs nothing here. Not thread-safe.
 */
final class NoDataCheck {

    private final AlertStateStore store;

    NoDataCheck(AlertStateStore store) {
        this.store = store;
    }

    /**
     * Adds the changes of a rule.
     *
     * @param limit maximum number of evaluated states; the next evaluation continues, with the same times
     * @return the number of evaluated states
     */
    int evaluate(AlertRule rule, NoData noData, Instant now, int limit, ChangeSet changes) {
        Map<UUID, Quiet> quiet = store
                .lastSeen(new QuietRequest(
                        rule.id(),
                        noData.of(),
                        rule.definition().matchers().host(),
                        now,
                        now.minus(NoData.duration(rule.definition().thresholds().lowest())),
                        now.minus(noData.forgetAfter()),
                        limit))
                .stream()
                .map(seen -> new Quiet(subject(rule, seen), seen.at()))
                .collect(Collectors.toMap(one -> one.subject.fingerprint(), Function.identity()));
        if (quiet.isEmpty()) {
            return 0;
        }
        List<Wanted> wanted = quiet.values().stream()
                .map(one -> new Wanted(one.subject, true, List.of()))
                .toList();
        for (StoredState stored : store.load(new StateRequest.OfSubjects(wanted))) {
            Quiet one = quiet.get(stored.subject().fingerprint());
            if (one != null) {
                changes.add(
                        stored,
                        rule.definition(),
                        Evaluator.evaluateNoData(rule, one.subject.labels(), stored.state(), one.lastSeen, now));
            }
        }
        return quiet.size();
    }

    private static AlertSubject subject(AlertRule rule, LastSeen seen) {
        Labels labels = seen.host().map(host -> Labels.ofHost(host, Map.of())).orElse(Labels.NONE);
        return new AlertSubject(rule, labels);
    }

    private record Quiet(AlertSubject subject, Instant lastSeen) {}
}
