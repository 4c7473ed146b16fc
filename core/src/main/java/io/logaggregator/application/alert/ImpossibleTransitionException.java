package io.logaggregator.application.alert;

import io.logaggregator.application.AggregatorException;
import io.logaggregator.domain.alert.AlertStatus;
import java.util.UUID;

/** An alert cannot go back, nor where it is already: read it again. */
public final class ImpossibleTransitionException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public ImpossibleTransitionException(UUID alertId, AlertStatus status, AlertStatus next) {
        super("alert " + alertId + " is " + status + " and cannot become " + next, null);
    }
}
