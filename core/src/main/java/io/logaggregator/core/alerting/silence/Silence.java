package io.logaggregator.core.alerting.silence;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A period in which the notifications of matching alerts are muted. All its matchers must match.
 *
 * @param updatedAt time of the last change
 */
public record Silence(
        UUID id,
        List<LabelMatcher> matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment,
        Instant updatedAt) {

    public static final int MAX_MATCHERS = 20;
    public static final int MAX_AUTHOR_LENGTH = 200;
    public static final int MAX_COMMENT_LENGTH = 4_000;

    /** The state at a time. */
    public enum State {
        ACTIVE,
        PENDING,
        EXPIRED
    }

    /** @throws InvalidDefinitionException for no or too many matchers, long texts, or an end before the start */
    public Silence {
        matchers = List.copyOf(matchers);
        require(
                !matchers.isEmpty() && matchers.size() <= MAX_MATCHERS,
                "matchers",
                matchers.size() + " matchers",
                "1 to " + MAX_MATCHERS);
        require(
                matchers.stream().anyMatch(matcher -> !matcher.matches(Map.of())),
                "matchers",
                matchers,
                "at least one matcher that does not match the empty value, or the silence would mute every alert");
        require(!endsAt.isBefore(startsAt), "endsAt", endsAt, "after startsAt, " + startsAt);
        require(
                NameText.isValid(createdBy),
                "createdBy",
                NameText.escaped(createdBy),
                "text without control characters");
        require(
                createdBy.length() <= MAX_AUTHOR_LENGTH,
                "createdBy",
                createdBy.length(),
                MAX_AUTHOR_LENGTH + " characters");
        require(
                comment.length() <= MAX_COMMENT_LENGTH,
                "comment",
                comment.length(),
                MAX_COMMENT_LENGTH + " characters");
    }

    public State state(Instant now) {
        if (!now.isBefore(endsAt)) {
            return State.EXPIRED;
        }
        return now.isBefore(startsAt) ? State.PENDING : State.ACTIVE;
    }

    public boolean matches(Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /**
     * Whether a silence can be changed to another one. Like Alertmanager, only the end of an active silence can change, and the
     * times of a pending one; every other change needs a new silence.
     */
    public boolean canBecome(Silence next, Instant now) {
        boolean isSame = matchers.equals(next.matchers);
        return switch (state(now)) {
            case ACTIVE -> isSame && startsAt.equals(next.startsAt) && !next.endsAt.isBefore(now);
            case PENDING -> isSame && !next.startsAt.isBefore(now);
            case EXPIRED -> false;
        };
    }

    /** The silence, ended now. */
    public Silence expired(Instant now) {
        return new Silence(id, matchers, startsAt.isAfter(now) ? now : startsAt, now, createdBy, comment, now);
    }

    /** The silence with another time of its last change. */
    public Silence withUpdate(Instant newUpdatedAt) {
        return new Silence(id, matchers, startsAt, endsAt, createdBy, comment, newUpdatedAt);
    }
}
