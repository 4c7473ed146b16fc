package io.logaggregator.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Differences between expected and actual results, one sentence each. */
final class Differences {

    private static final int MAX_SHOWN = 5;

    private final List<String> sentences = new ArrayList<>();

    /** Compares two multisets. */
    void compare(String what, Collection<String> expected, Collection<String> found) {
        Map<String, Integer> surplus = new HashMap<>();
        found.forEach(one -> surplus.merge(one, 1, Integer::sum));
        expected.forEach(one -> surplus.merge(one, -1, Integer::sum));
        reject(what + " missing", keys(surplus, count -> count < 0));
        reject(what + " too many", keys(surplus, count -> count > 0));
    }

    private static List<String> keys(Map<String, Integer> surplus, IntPredicate condition) {
        return surplus.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Adds a sentence with the number of findings and the first ones, if there are any. */
    void reject(String what, List<String> findings) {
        if (!findings.isEmpty()) {
            sentences.add(what + " (" + findings.size() + "): "
                    + String.join("; ", findings.subList(0, Math.min(MAX_SHOWN, findings.size())))
                    + (findings.size() > MAX_SHOWN ? "; ..." : ""));
        }
    }

    void require(boolean condition, String otherwise) {
        if (!condition) {
            sentences.add(otherwise);
        }
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
