package io.logaggregator.server.alerting.silence;

import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.LabelMatcher.Operator;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A silence in the form of Alertmanager. */
record SilenceView(
        UUID id,
        Status status,
        Instant updatedAt,
        String comment,
        String createdBy,
        Instant endsAt,
        List<Matcher> matchers,
        Instant startsAt) {

    static SilenceView of(Silence silence, Instant now) {
        return new SilenceView(
                silence.id(),
                new Status(silence.state(now).name().toLowerCase(Locale.ROOT)),
                silence.updatedAt(),
                silence.comment(),
                silence.createdBy(),
                silence.endsAt(),
                silence.matchers().stream().map(Matcher::of).toList(),
                silence.startsAt());
    }

    /**
     * A condition on a label.
     *
     * @param isRegex whether the value is a regular expression (RE2), which has to match the whole value of the label
     * @param isEqual whether the label has to match, or must not match; default: true
     */
    record Matcher(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String value,

            @Nullable Boolean isRegex,
            @Nullable Boolean isEqual) {

        static final Matcher EMPTY = new Matcher(null, null, null, null);

        static Matcher of(LabelMatcher matcher) {
            return new Matcher(
                    matcher.name(),
                    matcher.value(),
                    matcher.operator().isRegex(),
                    matcher.operator().isEqual());
        }

        LabelMatcher labelMatcher() {
            if (name == null || value == null) {
                throw new InvalidDefinitionException("matchers", "nothing", "name and value of each matcher");
            }
            return new LabelMatcher(
                    "matchers", name, Operator.of(Boolean.TRUE.equals(isRegex), isEqual == null || isEqual), value);
        }
    }

    /** The state of a silence now. */
    record Status(
            @Schema(allowableValues = {"active", "pending", "expired"})
            String state) {}
}
