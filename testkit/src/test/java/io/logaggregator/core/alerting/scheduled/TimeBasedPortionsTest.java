package io.logaggregator.core.alerting.scheduled;

import static io.logaggregator.core.alerting.engine.LoadRule.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.engine.LoadRule;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask.Work;
import io.logaggregator.core.alerting.state.AlertStateStore;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.common.StoreUnavailableException;
import io.logaggregator.testkit.fakes.FakeAlertStates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule M2: portions of the time-based evaluation. */
class TimeBasedPortionsTest {

    private static final int HOSTS = 2_000;
    private static final AlertRule RULE = LoadRule.IMMEDIATE;

    private final Transactions transactions = new Transactions();
    private final TimeBasedEvaluationTask task =
            new TimeBasedEvaluationTask(transactions, () -> RuleSet.EMPTY, Set.of());

    @Test
    void failedPortion_isHalvedAndGrowsAgain() {
        transactions.states.put(RULE);
        transactions.states.ingest(
                LoadRule.only(RULE),
                IntStream.range(0, HOSTS)
                        .mapToObj(host -> LoadRule.sample("web-" + host, 200, NOON))
                        .toList());
        for (int failure = 0; failure < 2; failure++) {
            transactions.failing = true;
            evaluate();
        }
        transactions.failing = false;
        evaluate();

        assertThat(transactions.resolved).containsExactly(250, 500, 1_000, 250);
    }

    @Test
    void lag_isDelayOfOldestChange() {
        transactions.states.put(RULE);
        transactions.states.ingest(LoadRule.only(RULE), List.of(LoadRule.sample("web-1", 200, NOON)));
        task.evaluate(List.of(RULE), NOON.plus(Duration.ofMinutes(62)));

        assertThat(task.lag(Work.STALE)).isEqualTo(Duration.ofMinutes(2));
        assertThat(task.lag(Work.DUE)).isZero();

        task.evaluate(List.of(RULE), NOON.plus(Duration.ofMinutes(63)));

        assertThat(task.lag(Work.STALE)).isZero();
    }

    @Test
    void lag_growsWhileWorkFails() {
        transactions.failing = true;
        for (int minute = 1; minute <= 3; minute++) {
            task.evaluate(List.of(RULE), NOON.plus(Duration.ofMinutes(minute)));
        }

        assertThat(task.lag(Work.DUE)).isEqualTo(Duration.ofMinutes(1));
    }

    private void evaluate() {
        task.evaluate(List.of(RULE), NOON.plus(Duration.ofHours(1)));
    }

    /** Transactions on states in memory; counts the alerts that each one resolves. */
    private static final class Transactions implements TimeBasedEvaluation {

        private final FakeAlertStates states = new FakeAlertStates();
        private final List<Integer> resolved = new ArrayList<>();
        private boolean failing;

        @Override
        public Optional<Instant> watermark(Set<String> topics) {
            return Optional.empty();
        }

        @Override
        public boolean run(Consumer<AlertStateStore> work) {
            if (failing) {
                throw new StoreUnavailableException("query took too long", null);
            }
            int before = states.stateCount();
            work.accept(states);
            if (states.stateCount() < before) {
                resolved.add(before - states.stateCount());
            }
            return true;
        }

        @Override
        public boolean completeEvidence() {
            return true;
        }

        @Override
        public boolean deleteInactive() {
            return true;
        }
    }
}
