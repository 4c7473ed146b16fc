package io.logaggregator.core.alerting.backtest;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.backtest.BacktestResult.Opening;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.core.alerting.engine.Evaluator;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.state.AlertState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** State of one series during a backtest. */
final class SeriesReplay {

    private final AlertRule rule;
    private final Labels labels;
    private final UUID fingerprint;
    private final BacktestStatistics statistics;

    private AlertState state;
    private Instant openedAt = Instant.MIN;

    SeriesReplay(AlertRule rule, Labels labels, BacktestStatistics statistics) {
        this.rule = rule;
        this.labels = labels;
        this.statistics = statistics;
        fingerprint = labels.fingerprint(rule);
        state = AlertState.inactive(Instant.MIN);
        statistics.addSeries();
    }

    Labels labels() {
        return labels;
    }

    AlertState state() {
        return state;
    }

    /** Records the transitions of an evaluation and takes over its state. */
    void apply(Evaluation evaluation) {
        for (AlertTransition transition : evaluation.transitions()) {
            statistics.addTransition(labels, transition);
            switch (transition.kind()) {
                case OPENED -> openedAt = transition.at();
                case RESOLVED ->
                    statistics.addOpening(new Opening(
                            labels,
                            openedAt,
                            Optional.of(transition.at()),
                            transition.highest(),
                            transition.peak(),
                            transition.occurrences()));
                case RAISED, LOWERED, ACKNOWLEDGED -> {}
            }
        }
        state = evaluation.state();
    }

    /** Advances the time without further data. */
    void elapse(Instant now) {
        apply(Evaluator.elapse(rule, fingerprint, state, now));
    }

    /** Advances the time to the end of the range. */
    void end() {
        elapse(statistics.to());
        state.openAlert()
                .ifPresent(alert -> statistics.addOpening(new Opening(
                        labels,
                        alert.openedAt(),
                        Optional.empty(),
                        alert.highest(),
                        alert.peak(),
                        alert.occurrences())));
    }
}
