package io.logaggregator.server.rule;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Silence;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.server.logs.query.LogQueryParser;
import io.logaggregator.server.logs.query.QuerySyntaxException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a rule, with the members of all kinds. Each kind rejects the members of the others.
 *
 * @param type {@code threshold} (each sample, per series), {@code logCount} (matching events within the window, per group)
 *     or {@code silence} (seconds without data)
 * @param metric name of the evaluated metric; of {@code threshold}
 * @param comparison of {@code threshold}
 * @param query selects the counted events; default: all; of {@code logCount}
 * @param groupBy at most four fields; of {@code logCount}
 * @param window from 10 s to a day; of {@code logCount}
 * @param of the scope: each host, or all matching hosts together; of {@code silence}
 * @param forgetAfter time after which a silent host is no longer evaluated; of {@code silence}
 */
public record ConditionForm(
        @Schema(
                requiredMode = REQUIRED,
                allowableValues = {"threshold", "logCount", "silence"})
        @Nullable
        String type,

        @Nullable String metric,

        @Schema(
                allowableValues = {"above", "below"},
                defaultValue = "above")
        @Nullable
        String comparison,

        @Nullable String query,
        @Nullable List<String> groupBy,
        @Nullable String window,

        @Schema(
                allowableValues = {"host", "group"},
                defaultValue = "host")
        @Nullable
        String of,

        @Nullable String forgetAfter) {

    private static final String TYPES = "threshold, logCount or silence";
    private static final String FIELDS = LogField.NAMED.stream()
            .filter(field -> field != Standard.TAG && field != Standard.MESSAGE)
            .map(LogField::label)
            .collect(Collectors.joining(", ", "", " or attributes.<name>"));

    static final ConditionForm NONE = new ConditionForm(null, null, null, null, null, null, null, null);

    private enum Type {
        THRESHOLD,
        LOG_COUNT,
        SILENCE
    }

    Condition condition() {
        return switch (Fields.choice("condition.type", type, Type.class, TYPES)) {
            case THRESHOLD -> threshold();
            case LOG_COUNT -> logCount();
            case SILENCE -> silence();
        };
    }

    Comparison comparisonOrAbove() {
        return Fields.choice("condition.comparison", comparison, Comparison.ABOVE, "above or below");
    }

    private Threshold threshold() {
        refuseThoseOfLogCount("threshold");
        refuseThoseOfSilence("threshold");
        return new Threshold(Fields.text("condition.metric", metric, ""));
    }

    private LogCount logCount() {
        refuse("metric", metric, "logCount");
        refuseThoseOfSilence("logCount");
        return new LogCount(readQuery(), readGroupBy(), Fields.duration("condition.window", window));
    }

    private Silence silence() {
        refuse("metric", metric, "silence");
        refuseThoseOfLogCount("silence");
        return new Silence(
                Fields.choice("condition.of", of, Silence.Of.HOST, "host or group"),
                Fields.duration("condition.forgetAfter", forgetAfter, Silence.FORGET_AFTER));
    }

    private String readQuery() {
        String text = Fields.text("condition.query", query, "");
        try {
            LogQueryParser.parse(text);
            return text;
        } catch (QuerySyntaxException e) {
            throw Fields.invalid(
                    "condition.query", text, "a query; at character " + e.position() + ": " + e.getMessage(), e);
        }
    }

    private List<LogField> readGroupBy() {
        List<LogField> fields = new ArrayList<>();
        for (String label : groupBy == null ? List.<String>of() : groupBy) {
            String field = "condition.groupBy[" + fields.size() + "]";
            String text = Fields.text(field, label, "nothing");
            fields.add(LogField.ofLabel(text).orElseThrow(() -> new InvalidDefinitionException(field, text, FIELDS)));
        }
        return fields;
    }

    private void refuseThoseOfLogCount(String kind) {
        refuse("query", query, kind);
        refuse("groupBy", groupBy, kind);
        refuse("window", window, kind);
    }

    private void refuseThoseOfSilence(String kind) {
        refuse("of", of, kind);
        refuse("forgetAfter", forgetAfter, kind);
    }

    private static void refuse(String member, @Nullable Object value, String kind) {
        if (value != null) {
            throw new InvalidDefinitionException("condition." + member, value, "none in a " + kind + " rule");
        }
    }
}
