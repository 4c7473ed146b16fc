package io.logaggregator.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is not as it should be, each in a sentence. */
final class Differences {

    private static final int SHOWN = 5;

    private final List<String> sentences = new ArrayList<>();

    /** Compares two collections in which each thing should be as often as in the other. */
    void compare(String what, Collection<String> expected, Collection<String> found) {
        Map<String, Integer> surplus = new HashMap<>();
        found.forEach(one -> surplus.merge(one, 1, Integer::sum));
        expected.forEach(one -> surplus.merge(one, -1, Integer::sum));
        name(
                what + " missing",
                surplus.entrySet().stream()
                        .filter(entry -> entry.getValue() < 0)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
        name(
                what + " too many",
                surplus.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList());
    }

    /** There should be none of these. */
    void name(String what, List<String> wrong) {
        if (!wrong.isEmpty()) {
            sentences.add(what + " (" + wrong.size() + "): "
                    + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size())))
                    + (wrong.size() > SHOWN ? "; ..." : ""));
        }
    }

    void require(boolean so, String otherwise) {
        if (!so) {
            sentences.add(otherwise);
        }
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
