package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.store.postgres.alerts.AlertJournal;
import io.logaggregator.store.postgres.alerts.AlertStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Collects the results of evaluations and writes them together: states, then transitions, then evidence. */
final class AlertOutcome {

    private final AlertStates states;
    private final AlertJournal journal;
    private final AlertEvidence evidence;

    private List<AlertStates.Change> changes = new ArrayList<>();
    private List<AlertJournal.Entry> entries = new ArrayList<>();
    private List<AlertEvidence.Moment> moments = new ArrayList<>();

    AlertOutcome(Connection connection) {
        states = new AlertStates(connection);
        journal = new AlertJournal(connection);
        evidence = new AlertEvidence(connection);
    }

    /** Adds the evaluation of a locked state. */
    void add(AlertStates.Subject subject, AlertState before, Evaluation evaluation) {
        if (isWorthWriting(before, evaluation)) {
            changes.add(new AlertStates.Change(subject, evaluation.state()));
        }
        for (AlertTransition transition : evaluation.transitions()) {
            entries.add(new AlertJournal.Entry(
                    subject.rule().id(),
                    subject.rule().definition().name(),
                    subject.fingerprint(),
                    subject.labels(),
                    transition));
            switch (transition.kind()) {
                case OPENED, RAISED ->
                    moments.add(new AlertEvidence.Moment(
                            transition, evaluation.state().window()));
                case LOWERED, ACKNOWLEDGED, RESOLVED -> {}
            }
        }
    }

    /** An inactive state that stays inactive is not written; it is removed later. */
    static boolean isWorthWriting(AlertState before, Evaluation evaluation) {
        boolean inactive = before.isInactive() && evaluation.state().isInactive();
        return !evaluation.transitions().isEmpty()
                || !(inactive || evaluation.state().equals(before));
    }

    void write() throws SQLException {
        List<AlertStates.Change> changed = changes;
        List<AlertJournal.Entry> newEntries = entries;
        List<AlertEvidence.Moment> newMoments = moments;
        changes = new ArrayList<>();
        entries = new ArrayList<>();
        moments = new ArrayList<>();
        states.write(changed);
        journal.write(newEntries);
        evidence.write(newMoments);
    }
}
