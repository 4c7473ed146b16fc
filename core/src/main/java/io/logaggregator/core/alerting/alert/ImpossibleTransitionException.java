package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.common.AggregatorException;
import java.util.UUID;

/** An alert cannot go back, nor where it is already: read it again. */
public final class ImpossibleTransitionException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public ImpossibleTransitionException(UUID alertId, AlertStatus status, AlertStatus next) {
        super("alert " + alertId + " is " + status + " and cannot become " + next, null);
    }
}
