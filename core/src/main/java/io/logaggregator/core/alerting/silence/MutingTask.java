package io.logaggregator.core.alerting.silence;

import io.logaggregator.core.alerting.silence.MutedNotifications.Candidate;
import io.logaggregator.core.alerting.silence.MutedNotifications.Changes;
import io.logaggregator.core.alerting.silence.MutedNotifications.Decision;
import io.logaggregator.core.alerting.silence.MutedNotifications.Muted;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import io.logaggregator.core.common.AggregatorException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutes pending notifications before they are due, and releases muted ones when the reason ends while the alert still fires.
 * Every instance may run it. Not thread-safe: one thread calls {@link #run}.
 */
public final class MutingTask implements Runnable {

    /** The interval of the calls: a changed definition has its effect within a second. */
    public static final Duration INTERVAL = Duration.ofMillis(400);

    /** A notification is checked when it is due this soon, so that the next run is not too late for it. */
    private static final Duration AHEAD = Duration.ofSeconds(2);

    private static final int PAGE_SIZE = 1_000;
    private static final Logger log = LoggerFactory.getLogger(MutingTask.class);

    private final MutedNotifications store;
    private final InstantSource clock;

    /** The state of the last release, after which only ended reasons are checked. */
    private @Nullable Checked checked;

    private boolean failing;

    /** @param running names of the intervals that contain the time of the release */
    private record Checked(long version, Set<String> running) {}

    public MutingTask(MutedNotifications store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Does nothing while the store is unavailable: then nothing is sent either. */
    @Override
    public void run() {
        try {
            Instant now = clock.instant();
            store.deleteExpired(now);
            long version = store.version(); // before the definitions, so that no change is missed
            Definitions definitions = store.definitions(now);
            List<Subject> firing = definitions.inhibitions().isEmpty() ? List.of() : store.firing();
            Suppression suppression = new Suppression(definitions, firing);
            if (!definitions.isEmpty()) {
                mutePending(suppression, now);
            }
            release(version, suppression, firing, now);
            failing = false;
        } catch (AggregatorException e) {
            if (!failing) {
                log.warn("muted notifications not checked, will be retried: reason={}", e.getMessage());
            }
            failing = true;
        }
    }

    private void mutePending(Suppression suppression, Instant now) {
        Instant until = now.plus(AHEAD);
        List<Candidate> page;
        Optional<UUID> after = Optional.empty();
        do {
            page = store.pending(until, PAGE_SIZE, after);
            List<Decision> decisions = page.stream()
                    .flatMap(candidate -> Decision.of(candidate, suppression, now).stream())
                    .toList();
            if (!decisions.isEmpty()) {
                store.mute(decisions, until);
            }
            after = page.isEmpty() ? after : Optional.of(page.getLast().id());
        } while (page.size() == PAGE_SIZE);
    }

    private void release(long version, Suppression suppression, List<Subject> firing, Instant now) {
        Set<Muting> ended = new HashSet<>(store.reasons());
        Checked current = new Checked(
                version,
                suppression.definitions().intervals().stream()
                        .filter(interval -> interval.contains(now))
                        .map(MuteInterval::name)
                        .collect(Collectors.toUnmodifiableSet()));
        if (checked != null && checked.version == version) {
            boolean sameIntervals = checked.running.equals(current.running);
            ended.removeAll(holding(suppression.definitions(), firing, sameIntervals, ended, now));
        }
        int count = 0;
        Optional<UUID> after = Optional.empty();
        while (!ended.isEmpty()) {
            List<Muted> page = store.muted(ended, PAGE_SIZE, after);
            Changes changes = changes(page, suppression, now);
            if (!changes.isEmpty()) {
                store.apply(changes, now);
                count += changes.released().size();
            }
            if (page.size() < PAGE_SIZE) {
                break;
            }
            after = Optional.of(page.getLast().candidate().id());
        }
        if (count > 0) {
            log.info("muted notifications released: count={}", count);
        }
        checked = current;
    }

    /** The reasons that have not ended, given that no definition has changed. */
    private static Set<Muting> holding(
            Definitions definitions, List<Subject> firing, boolean sameIntervals, Set<Muting> reasons, Instant now) {
        Set<String> silences = definitions.silences().stream()
                .filter(silence -> silence.state(now) == Silence.State.ACTIVE)
                .map(silence -> silence.id().toString())
                .collect(Collectors.toSet());
        Set<String> sources = firing.stream()
                .filter(alert -> definitions.inhibitions().stream().anyMatch(rule -> rule.isSource(alert.labels())))
                .map(alert -> alert.alertId().toString())
                .collect(Collectors.toSet());
        return reasons.stream()
                .filter(muting -> switch (muting.reason()) {
                    case SILENCE -> silences.contains(muting.by());
                    case INHIBITION -> sources.contains(muting.by());
                    case INTERVAL -> sameIntervals;
                })
                .collect(Collectors.toSet());
    }

    private static Changes changes(List<Muted> page, Suppression suppression, Instant now) {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Muted muted : page) {
            UUID id = muted.candidate().id();
            if (muted.superseded()) {
                changes.superseded().add(id);
            } else if (muted.resolved()) {
                changes.ended().add(id);
            } else {
                Optional<Decision> decision = Decision.of(muted.candidate(), suppression, now);
                if (decision.isEmpty()) {
                    changes.released().add(id);
                } else if (!decision.get().muting().equals(muted.muting())) {
                    changes.renewed().add(decision.get());
                }
            }
        }
        return changes;
    }
}
