package io.logaggregator.store.postgres.alerts.evaluation;

import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.engine.AlertState;
import io.logaggregator.core.alerting.engine.Evaluation;
import io.logaggregator.store.postgres.alerts.AlertJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what came of judging, and writes it at once: states, then what happened, then what there was to see. */
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

    /** A judgement of what is locked. */
    void add(AlertStates.Subject subject, AlertState before, Evaluation judgement) {
        if (isWorthWriting(before, judgement)) {
            changes.add(new AlertStates.Change(subject, judgement.state()));
        }
        for (AlertTransition transition : judgement.transitions()) {
            entries.add(new AlertJournal.Entry(
                    subject.rule().id(),
                    subject.rule().definition().name(),
                    subject.fingerprint(),
                    subject.labels(),
                    transition));
            switch (transition.kind()) {
                case OPENED, RAISED ->
                    moments.add(new AlertEvidence.Moment(
                            transition, judgement.state().window()));
                case LOWERED, ACKNOWLEDGED, RESOLVED -> {}
            }
        }
    }

    /** What was at rest and still is stays as it is, until it is removed. */
    static boolean isWorthWriting(AlertState before, Evaluation judgement) {
        boolean atRest = before.isInactive() && judgement.state().isInactive();
        return !judgement.transitions().isEmpty()
                || !(atRest || judgement.state().equals(before));
    }

    void write() throws SQLException {
        List<AlertStates.Change> changed = changes;
        List<AlertJournal.Entry> happened = entries;
        List<AlertEvidence.Moment> seen = moments;
        changes = new ArrayList<>();
        entries = new ArrayList<>();
        moments = new ArrayList<>();
        states.write(changed);
        journal.write(happened);
        evidence.write(seen);
    }
}
