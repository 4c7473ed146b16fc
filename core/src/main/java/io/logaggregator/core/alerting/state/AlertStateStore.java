package io.logaggregator.core.alerting.state;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.alert.Point;
import io.logaggregator.core.alerting.rule.Condition.NoData;
import io.logaggregator.core.alerting.state.AlertChanges.WindowChange;
import io.logaggregator.core.alerting.state.StateRequest.SampleRange;
import io.logaggregator.core.common.Glob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The alert states of one transaction. The store reads, locks and writes values; {@link
 * io.logaggregator.core.alerting.engine.AlertEngine} decides. An evaluation calls {@link #load} once and then {@link #save}
 * once. Not thread-safe.
 *
 * <p>Each method throws {@link io.logaggregator.core.common.AggregatorException} when the store fails; the transaction is
 * then lost.
 */
public interface AlertStateStore {

    /**
     * Keeps the rules unchanged until the end of the transaction: an edit waits, and so do evaluations for an edit.
     *
     * @return the version of the rules
     */
    long lockRules();

    /**
     * Returns the hosts with states of enabled rules on metrics, so that normal samples of other hosts cost nothing.
     *
     * @param max hosts to list per rule; a rule with more is listed as one with many
     */
    TrackedHosts trackedHosts(int max);

    /** Returns the last environment that each of these hosts has named before this transaction, of those that have. */
    Map<String, String> environments(Set<String> hosts);

    /**
     * Returns for each sample the newest stored one of its series with an earlier time, at most {@code maxGap} older.
     * Samples of this transaction are left out.
     */
    List<Optional<Point>> previousSamples(List<SeriesSample> samples);

    /**
     * Returns the last activity of the subjects of a no-data rule with a change of state now: of those without an alert, the
     * expected ones that are quiet; of those with an open or suppressed alert, the ones that are due, and those seen since
     * their last evaluation. Spellings of a name that differ by case are one host, with the last one.
     */
    List<LastSeen> lastSeen(QuietRequest request);

    /**
     * Loads states, by default locked until the end of the transaction. Rows are inserted, and then locked, in fingerprint
     * order, so that sessions never deadlock.
     */
    List<StoredState> load(StateRequest request);

    /**
     * Locks the windows of log-count rules until the end of the transaction. A transaction locks windows before states.
     *
     * @param known by rule, the sequence number of the newest change that the caller knows; 0 for none
     */
    LockedWindows lockWindows(SortedMap<UUID, Long> known);

    /** Returns the log-count rules with so many changes, or such old ones, that a snapshot should replace them. */
    List<UUID> rulesToCompact();

    /** Returns all rules with changes of windows. */
    List<UUID> rulesWithWindows();

    /** Writes the result of an evaluation: one statement per table. */
    void save(AlertChanges changes);

    /**
     * The windows of rules.
     *
     * @param changes after the known ones, in the order of rule and sequence
     * @param states by rule, the fingerprints of groups with a state, which are not in the windows
     */
    record LockedWindows(List<WindowChange> changes, Map<UUID, Set<UUID>> states) {

        public LockedWindows {
            changes = List.copyOf(changes);
            states = Map.copyOf(states);
        }
    }

    /**
     * Subjects of a no-data rule.
     *
     * @param host pattern of hosts
     * @param now watermark, at which states are due
     * @param quietSince a subject without activity since then is quiet
     * @param forgottenBefore a subject without activity since then is no longer expected
     * @param limit maximum number of subjects, those without activity for longest first
     */
    record QuietRequest(
            UUID ruleId,
            NoData.Of of,
            Glob host,
            Instant now,
            Instant quietSince,
            Instant forgottenBefore,
            int limit) {}

    /** A series of a metric. */
    record Series(String metric, Labels labels) {}

    /** A sample of a series. */
    record SeriesSample(Series series, Instant at, Duration maxGap) {}

    /**
     * The last activity of a host, or of all hosts of a group.
     *
     * @param host empty for a group
     */
    record LastSeen(Optional<String> host, Instant at) {}

    /**
     * A state with the data that its evaluation needs.
     *
     * @param threshold of the open alert; 0 without one
     * @param dueAt see {@link AlertState#dueAt}
     * @param occupied the ranges of the request that contain a stored sample, where {@link AlertState#knowsSamplesUntil}
     *     does not say it
     * @param newestSample of an inactive state with such ranges, time of the newest stored sample of the series
     */
    record StoredState(
            AlertSubject subject,
            AlertState state,
            double threshold,
            @Nullable Instant dueAt,
            Set<SampleRange> occupied,
            @Nullable Instant newestSample) {

        public StoredState {
            occupied = Set.copyOf(occupied);
        }
    }
}
