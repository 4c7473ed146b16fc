package io.logaggregator.benchmarks.report;

import java.util.Locale;

/** Expected range of a result. */
public record Goal(Bound bound, double limit, String unit) {

    private enum Bound {
        AT_LEAST,
        UNDER
    }

    /** Minimum. */
    public static Goal atLeast(double limit, String unit) {
        return new Goal(Bound.AT_LEAST, limit, unit);
    }

    /** Exclusive maximum. */
    public static Goal under(double limit, String unit) {
        return new Goal(Bound.UNDER, limit, unit);
    }

    boolean holds(double figure) {
        return switch (bound) {
            case AT_LEAST -> figure >= limit;
            case UNDER -> figure < limit;
        };
    }

    String words() {
        String words = bound == Bound.AT_LEAST ? "at least " : "under ";
        return (words
                        + (limit < 10 ? "%.2f".formatted(limit) : String.format(Locale.ROOT, "%,.0f", limit))
                        + ' '
                        + unit)
                .strip();
    }
}
