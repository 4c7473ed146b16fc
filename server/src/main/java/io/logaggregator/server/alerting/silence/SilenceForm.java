package io.logaggregator.server.alerting.silence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
record SilenceForm(
        @Nullable UUID id,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        List<SilenceView.@Nullable Matcher> matchers,

        @Nullable Instant startsAt,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Instant endsAt,

        @Nullable String createdBy,
        @Nullable String comment) {

    static final SilenceForm EMPTY = new SilenceForm(null, null, null, null, null, null);

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
        return Objects.requireNonNullElse(matchers, List.<SilenceView.@Nullable Matcher>of()).stream()
                .limit(Silence.MAX_MATCHERS + 1L)
                .map(matcher -> Objects.requireNonNullElse(matcher, SilenceView.Matcher.EMPTY)
                        .labelMatcher())
                .toList();
    }
}
