package io.logaggregator.core.alerting.rule;

import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule is not evaluated, does not evaluate all of its data, or compares meaningless numbers. A rule has at most one
 * notice of a kind. Another edit of the rule removes those that were recorded.
 *
 * @param detail the variable part of the text, as {@link Kind} describes it; may be empty
 * @param count number of occurrences since {@code since}
 * @param subjects number of different subjects among them, approximate above a few hundred; 0 if they are not counted
 * @param until end of the state, or of its last occurrence; null while it continues
 */
public record RuleNotice(
        UUID ruleId,
        Kind kind,
        String detail,
        long count,
        long subjects,
        Instant since,
        @Nullable Instant until) {

    /** Time for which a notice remains after its end. Later occurrences start a new one. */
    public static final Duration RETENTION = Duration.ofDays(1);

    /** Kinds of notices. A rule with a notice of the first ones is not evaluated. */
    public enum Kind {
        /** Its definition is no longer valid; the detail is the reason. */
        INVALID(true),
        /** Its conditions took too long, so an instance does not evaluate it for a while. */
        SUSPENDED(true),
        /** The last evaluations on stored data failed; the detail is the reason of the last one. */
        EVALUATION_FAILED(true),
        /** Events of groups beyond the limit were not counted; the subjects are the groups, the detail is the limit. */
        UNCOUNTED_GROUPS(false),
        /** Subjects of a rule on stored data beyond the limit were not evaluated; the detail is the limit. */
        UNEVALUATED_SUBJECTS(false),
        /** Events were too late to be counted. */
        LATE_EVENTS(false),
        /** Samples were too late to be evaluated; the subjects are the series. */
        LATE_POINTS(false),
        /** Series with a usual interval longer than the maximum gap, so that no pending period can complete. */
        LONG_GAPS(false),
        /** Series that arrive through several partitions, so that their order is not defined. */
        SEVERAL_PARTITIONS(false),
        /** The rule compares the samples of a counter, which only rises; the detail is the metric. */
        RAW_COUNTER(false),
        /** A query has an operator in lower case, which is searched as a word; the detail says where. */
        LOWERCASE_OPERATOR(false),
        /** A composite rule has a member that does not exist; the detail is its name. */
        MISSING_RULE(false);

        private final boolean isError;

        Kind(boolean isError) {
            this.isError = isError;
        }
    }

    /** A notice without end that is derived from the definition of a rule. */
    public static RuleNotice of(AlertRule rule, Kind kind, String detail) {
        return new RuleNotice(rule.id(), kind, detail, 1, 0, rule.updatedAt(), null);
    }

    /** Occurrences of a kind. */
    public static RuleNotice at(UUID ruleId, Kind kind, String detail, long count, Instant time) {
        return new RuleNotice(ruleId, kind, detail, count, 0, time, time);
    }

    /** The definition of a rule is rejected today. */
    public static RuleNotice invalid(AlertRule rule, InvalidDefinitionException reason) {
        return of(rule, Kind.INVALID, String.valueOf(reason.getMessage()));
    }

    /** Whether the rule is in the state {@code ERROR} because of this: it is not evaluated. */
    public boolean isErrorAt(Instant now) {
        return kind.isError && (until == null || now.isBefore(until));
    }

    /** Whether it is still shown. */
    public boolean isShownAt(Instant now) {
        return until == null || now.isBefore(until.plus(RETENTION));
    }

    /** Combines two notices of a rule and a kind; the subjects are those of the larger one. */
    public RuleNotice and(RuleNotice other) {
        return new RuleNotice(
                ruleId,
                kind,
                other.detail,
                count + other.count,
                Math.max(subjects, other.subjects),
                since.isBefore(other.since) ? since : other.since,
                until == null || other.until == null ? null : until.isAfter(other.until) ? until : other.until);
    }
}
