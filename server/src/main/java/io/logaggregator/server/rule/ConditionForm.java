package io.logaggregator.server.rule;

import io.logaggregator.core.alerting.kinds.ConditionKinds;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** The condition of a rule, with the members of all kinds. Each kind rejects the members of the others. */
public record ConditionForm(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String type,

        @Nullable String metric,
        @Nullable String fn,
        @Nullable String maxGap,
        @Nullable String staleAfter,
        @Nullable String comparison,
        @Nullable String query,
        @Nullable List<@Nullable String> groupBy,
        @Nullable String window,
        @Nullable String allowedLateness,
        @Nullable String of,
        @Nullable String forgetAfter,

        @Schema(types = {"boolean", "null"}) @Nullable String alertExisting,

        @Nullable String ago,
        @Nullable String as,
        @Nullable String numerator,
        @Nullable String denominator,

        @Schema(types = {"integer", "null"}) @Nullable String minimum,

        @Schema(types = {"number", "null"}) @Nullable String limit,

        @Nullable String direction,
        @Nullable String operator,
        @Nullable List<@Nullable String> members,
        @Nullable List<@Nullable String> not,

        @Schema(types = {"integer", "null"}) @Nullable String count,

        @Nullable String every,
        @Nullable String evaluationDelay) {

    /**
     * The texts of the given members, by name, for {@link ConditionKinds}.
     *
     * @param allowedLatenessOfCounts if it is not given
     */
    Map<String, List<String>> texts(Duration allowedLatenessOfCounts) {
        Map<String, List<String>> members = new HashMap<>();
        for (RecordComponent member : ConditionForm.class.getRecordComponents()) {
            Object value = ReflectionUtils.invokeMethod(member.getAccessor(), this);
            if (value != null) {
                List<?> texts = value instanceof List<?> list ? list : List.of(value);
                members.put(
                        member.getName(),
                        texts.stream()
                                .map(text -> Objects.requireNonNullElse(text, "nothing")
                                        .toString())
                                .toList());
            }
        }
        if (LogCount.KIND.name().equals(type)) {
            members.putIfAbsent("allowedLateness", List.of(allowedLatenessOfCounts.toString()));
        }
        return members;
    }
}
