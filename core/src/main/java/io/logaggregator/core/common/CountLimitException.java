package io.logaggregator.core.common;

/** As many rules, channels or keys exist as may. */
public final class CountLimitException extends AggregatorException {

    private static final long serialVersionUID = 1L;

    public CountLimitException(String kind, int max) {
        super(
                "The number of " + kind + "s has reached the maximum, " + max + ". Delete another " + kind + " first.",
                null);
    }
}
