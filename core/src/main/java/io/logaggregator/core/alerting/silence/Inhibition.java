package io.logaggregator.core.alerting.silence;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * While a firing alert matches the source, it mutes the notifications of other alerts that match the target and have the same
 * values of the given labels. An absent label equals an empty one.
 *
 * @param equal names of labels
 */
public record Inhibition(
        UUID id,
        Instant updatedAt,
        String name,
        List<LabelMatcher> source,
        List<LabelMatcher> target,
        List<String> equal) {

    public static final int MAX_MATCHERS = 20;

    /** @throws InvalidDefinitionException for an invalid name, no or too many matchers, or too many labels */
    public Inhibition {
        MuteInterval.requireName(name);
        source = requireMatchers("source", source);
        target = requireMatchers("target", target);
        equal = List.copyOf(equal);
        require(equal.size() <= MAX_MATCHERS, "equal", equal.size() + " labels", "at most " + MAX_MATCHERS);
        equal.forEach(label -> require(
                !label.isEmpty() && label.length() <= LabelMatcher.MAX_NAME_LENGTH && NameText.isValid(label),
                "equal",
                NameText.escaped(label),
                "names of labels, 1 to " + LabelMatcher.MAX_NAME_LENGTH + " characters"));
    }

    private static List<LabelMatcher> requireMatchers(String field, List<LabelMatcher> matchers) {
        require(
                !matchers.isEmpty() && matchers.size() <= MAX_MATCHERS,
                field,
                matchers.size() + " matchers",
                "1 to " + MAX_MATCHERS);
        return List.copyOf(matchers);
    }

    /** The same inhibition with another time of its last change. */
    public Inhibition withUpdate(Instant time) {
        return new Inhibition(id, time, name, source, target, equal);
    }

    boolean isSource(Map<String, String> labels) {
        return source.stream().allMatch(matcher -> matcher.matches(labels));
    }

    boolean isTarget(Map<String, String> labels) {
        return target.stream().allMatch(matcher -> matcher.matches(labels));
    }

    List<String> equalValues(Map<String, String> labels) {
        return equal.stream().map(label -> labels.getOrDefault(label, "")).toList();
    }
}
