package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One thing on its way through a backtest: what a rule remembers of it, and the alerts it would have had. */
final class SeriesReplay {

    private final AlertRule rule;
    private final Labels labels;
    private final UUID fingerprint;
    private final BacktestStatistics tally;

    private AlertState state;
    private Instant openedAt = Instant.MIN;

    SeriesReplay(AlertRule rule, Labels labels, BacktestStatistics tally) {
        this.rule = rule;
        this.labels = labels;
        this.tally = tally;
        fingerprint = labels.fingerprint(rule.id());
        state = AlertState.calm(rule.version(), Instant.MIN);
        tally.watched();
    }

    Labels labels() {
        return labels;
    }

    AlertState state() {
        return state;
    }

    /** Goes on with what came of judging it. */
    void follow(Evaluation judgement) {
        for (AlertTransition transition : judgement.transitions()) {
            switch (transition.kind()) {
                case OPENED -> openedAt = transition.at();
                case RESOLVED ->
                    tally.opened(new Opening(
                            labels,
                            openedAt,
                            Optional.of(transition.at()),
                            transition.highest(),
                            transition.peak(),
                            transition.occurrences()));
                case RAISED, LOWERED, ACKNOWLEDGED -> {}
            }
        }
        state = judgement.state();
    }

    /** Lets the time up to the end go by. */
    void end() {
        follow(Evaluator.elapse(rule, fingerprint, state, tally.to()));
        state.openAlert()
                .ifPresent(alert -> tally.opened(new Opening(
                        labels,
                        alert.openedAt(),
                        Optional.empty(),
                        alert.highest(),
                        alert.peak(),
                        alert.occurrences())));
    }
}
