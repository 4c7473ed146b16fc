package io.logaggregator.server.alerting.silence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.LabelMatcher.Operator;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A silence to create or to change, in the form of Alertmanager. Members that only responses have are ignored, so that a
 * response can be changed and sent back.
 *
 * @param id of the silence to change; absent to create one
 * @param startsAt default: now
 * @param createdBy default: the name of the API key
 */
@JsonIgnoreProperties({"status", "updatedAt"})
record SilenceBody(
        @Nullable UUID id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        List<@Nullable Matcher> matchers,

        @Nullable Instant startsAt,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Instant endsAt,

        @Nullable String createdBy,
        @Nullable String comment) {

    static final SilenceBody EMPTY = new SilenceBody(null, null, null, null, null, null);

    /**
     * The silence of this body, whose start is not in the past.
     *
     * @throws InvalidDefinitionException if it is invalid, or ends in the past
     */
    Silence silence(UUID newId, String author, Instant now) {
        Instant start = startsAt == null || startsAt.isBefore(now) ? now : micros(startsAt);
        Instant end = end();
        InvalidDefinitionException.require(end.isAfter(now), "endsAt", end, "a time in the future");
        InvalidDefinitionException.require(end.isAfter(start), "endsAt", end, "after startsAt, " + start);
        return unchecked(newId, start, author, now);
    }

    /** The silence of this body with its own times, for an import or for the comparison with the stored one. */
    Silence unchecked(UUID newId, Instant start, String author, Instant now) {
        return new Silence(
                newId,
                labelMatchers(),
                start,
                end(),
                createdBy == null || createdBy.isBlank() ? author : createdBy,
                comment == null ? "" : comment,
                now);
    }

    /** A silence with the matchers of this body. */
    Silence matching(Instant now) {
        return new Silence(new UUID(0, 0), labelMatchers(), now, now, "", "", now);
    }

    private Instant end() {
        if (endsAt == null) {
            throw new InvalidDefinitionException("endsAt", "nothing", "the time of the end");
        }
        return micros(endsAt);
    }

    static Instant micros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    List<LabelMatcher> labelMatchers() {
        return Objects.requireNonNullElse(matchers, List.<@Nullable Matcher>of()).stream()
                .limit(Silence.MAX_MATCHERS + 1L)
                .map(matcher ->
                        Objects.requireNonNullElse(matcher, Matcher.EMPTY).labelMatcher())
                .toList();
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

        private static final Matcher EMPTY = new Matcher(null, null, null, null);

        static Matcher of(LabelMatcher matcher) {
            return new Matcher(
                    matcher.name(),
                    matcher.value(),
                    matcher.operator().isRegex(),
                    matcher.operator().isEqual());
        }

        private LabelMatcher labelMatcher() {
            if (name == null || value == null) {
                throw new InvalidDefinitionException("matchers", "nothing", "name and value of each matcher");
            }
            return new LabelMatcher(
                    "matchers", name, Operator.of(Boolean.TRUE.equals(isRegex), isEqual == null || isEqual), value);
        }
    }

    /** A silence in the form of Alertmanager. */
    record View(
            UUID id,
            Status status,
            Instant updatedAt,
            String comment,
            String createdBy,
            Instant endsAt,
            List<Matcher> matchers,
            Instant startsAt) {

        static View of(Silence silence, Instant now) {
            return new View(
                    silence.id(),
                    new Status(silence.state(now).name().toLowerCase(Locale.ROOT)),
                    silence.updatedAt(),
                    silence.comment(),
                    silence.createdBy(),
                    silence.endsAt(),
                    silence.matchers().stream().map(Matcher::of).toList(),
                    silence.startsAt());
        }
    }

    /** The state of a silence now. */
    record Status(
            @Schema(allowableValues = {"active", "pending", "expired"})
            String state) {}
}
