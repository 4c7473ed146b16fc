package io.logaggregator.core.common;

/** Another rule, channel or key has the same name. */
public final class DuplicateNameException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public DuplicateNameException(String kind, String name) {
        super("name: " + name + " (expected: a name that no other " + kind + " has)", null);
    }
}
