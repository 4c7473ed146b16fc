package io.logaggregator.application.alert;

import io.logaggregator.application.AggregatorException;

/** Another rule or channel has that name already: choose another, or change that one. */
public final class DuplicateNameException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public DuplicateNameException(String kind, String name) {
        super("name: " + name + " (expected: a name that no other " + kind + " has)", null);
    }
}
