package io.logaggregator.core.logs.match;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.logs.LogCondition.Bound;
import java.util.Optional;

/** A range of texts in the order of their lowercase characters. */
record TextRange(Optional<Bound> lower, Optional<Bound> upper) {

    TextRange {
        lower = lower.map(TextRange::storable);
        upper = upper.map(TextRange::storable);
    }

    private static Bound storable(Bound bound) {
        return new Bound(StorableText.of(bound.value()), bound.inclusive());
    }

    boolean holds(String text) {
        return (lower.isEmpty()
                        || isWithin(CaseFolding.compare(text, lower.get().value()), lower.get()))
                && (upper.isEmpty() || isWithin(CaseFolding.compare(upper.get().value(), text), upper.get()));
    }

    private static boolean isWithin(int comparison, Bound end) {
        return end.inclusive() ? comparison >= 0 : comparison > 0;
    }
}
