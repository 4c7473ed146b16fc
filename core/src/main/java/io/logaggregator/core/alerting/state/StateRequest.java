package io.logaggregator.core.alerting.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Selects the states to load from an {@link AlertStateStore}. */
public sealed interface StateRequest {

    /** Lock of the loaded rows. */
    enum Lock {
        /** None: the committed rows are read. */
        NONE,
        /** Waits for rows that another transaction has locked. */
        WAIT,
        /** Leaves out rows that another transaction has locked. */
        SKIP_LOCKED
    }

    /** The states of these subjects, locked; some are created if they are missing. */
    record OfSubjects(List<Wanted> wanted) implements StateRequest {

        public OfSubjects {
            wanted = List.copyOf(wanted);
        }

        /** The subjects to create. */
        public List<AlertSubject> missing(Set<UUID> existing) {
            return wanted.stream()
                    .filter(one -> one.create && !existing.contains(one.subject.fingerprint()))
                    .map(Wanted::subject)
                    .toList();
        }
    }

    /**
     * A state that an evaluation needs.
     *
     * @param create inserts an inactive state if there is none
     * @param samples ranges in which a stored sample decides
     */
    record Wanted(AlertSubject subject, boolean create, List<SampleRange> samples) {

        public Wanted {
            samples = List.copyOf(samples);
        }

        /** The ranges to read for a state. */
        public List<SampleRange> samplesFor(AlertState state) {
            return samples.stream()
                    .filter(range -> !state.knowsSamplesUntil(range.until))
                    .toList();
        }
    }

    /**
     * Samples of a series, without those of this transaction.
     *
     * @param from inclusive
     * @param until inclusive; null without a limit
     */
    record SampleRange(
            AlertStateStore.Series series,
            Instant from,
            @Nullable Instant until) {}

    /** The states of these fingerprints. */
    record OfFingerprints(Collection<UUID> fingerprints, Lock lock) implements StateRequest {}

    /** All states of a rule. */
    record OfRule(UUID ruleId, Lock lock) implements StateRequest {}

    /** All states of these hosts in any spelling, locked. */
    record OfHosts(Collection<String> hosts) implements StateRequest {}

    /** The state of an unresolved alert, locked. */
    record OfAlert(UUID alertId) implements StateRequest {}

    /**
     * States that change by time alone, the longest overdue first. States that a session holds locked are left to that
     * session.
     */
    record Due(Set<UUID> ruleIds, Instant now, int limit) implements StateRequest {}

    /** States that no enabled rule evaluates, except those that are locked. */
    record WithoutRule(int limit) implements StateRequest {}

    /**
     * States without a point for some time, except those that are locked. Rules on stored data are considered at the time
     * up to which they are evaluated.
     *
     * @param after that time, by rule
     * @param now watermark
     */
    record Stale(Map<UUID, Duration> after, Instant now, int limit) implements StateRequest {

        public Stale {
            after = Map.copyOf(after);
        }
    }
}
