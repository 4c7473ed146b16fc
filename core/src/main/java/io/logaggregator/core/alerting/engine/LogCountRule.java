package io.logaggregator.core.alerting.engine;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Condition.OfEvents;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** A log count rule with its compiled query and grouping fields. */
record LogCountRule(
        AlertRule rule, OfEvents count, Predicate<LogEvent> filter, List<Function<LogEvent, String>> groupBy) {

    static LogCountRule of(AlertRule rule, OfEvents count, LogMatching matching) {
        Matchers matchers = rule.definition().matchers();
        Predicate<LogEvent> query = matching.matching(count.query());
        return new LogCountRule(
                rule,
                count,
                matchers.equals(Matchers.ALL)
                        ? query
                        : event -> matchers.match(event.host(), event.text(Text.ENVIRONMENT), Map.of())
                                && query.test(event),
                count.groupBy().stream().map(matching::value).toList());
    }

    List<String> group(LogEvent event) {
        return switch (groupBy.size()) {
            case 0 -> List.of();
            case 1 -> List.of(groupBy.getFirst().apply(event));
            default -> groupBy.stream().map(field -> field.apply(event)).toList();
        };
    }

    Labels labels(List<String> group) {
        TreeMap<String, String> values = new TreeMap<>();
        for (int field = 0; field < group.size(); field++) {
            values.put(count.groupBy().get(field).label(), group.get(field));
        }
        return new Labels(values);
    }
}
