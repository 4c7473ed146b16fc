package io.logaggregator.core.alerting.alert;

import io.logaggregator.core.common.AggregatorException;
import java.util.UUID;

/** A status change that the status of the alert does not allow. The caller should read the alert again. */
public final class ImpossibleTransitionException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public ImpossibleTransitionException(UUID alertId, AlertStatus status, AlertStatus next) {
        super("alert " + alertId + " is " + status + " and cannot become " + next, null);
    }
}
