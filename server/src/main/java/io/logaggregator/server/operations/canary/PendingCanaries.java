package io.logaggregator.server.operations.canary;

import io.logaggregator.server.operations.canary.CanaryCounts.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The canary events that were sent, the times of their next searches, and their outcomes. An event is retained until it was
 * found and, after a while, searched again for duplicates. Without clock and I/O; thread-safe.
 */
final class PendingCanaries {

    /** More than a day of missing events, about 1 MB. Evicted events stay missing. */
    static final int MAX_EVENTS = 10_000;

    /** An event is searched again after a quarter of its age, which is the precision of its delay. */
    private static final int AGE_DIVISOR = 4;

    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MISSING_INTERVAL = Duration.ofSeconds(10);

    private final Duration lateTimeout;
    private final Duration missingTimeout;

    /** By sequence, oldest first. */
    private final SequencedMap<Long, Pending> events = new LinkedHashMap<>();

    private long sequence;
    private long inTime;
    private long late;
    private long duplicates;
    private long unsent;
    private long evicted;
    private @Nullable Instant firstSentAt;
    private @Nullable Instant lastSentAt;
    private @Nullable Sighting newestFound;

    /** @param copies found copies; 0 before the event is found */
    private record Pending(CanaryEvent event, int copies, Instant nextSearchAt) {

        boolean isFound() {
            return copies > 0;
        }

        Duration age(Instant now) {
            Duration age = Duration.between(event.sentAt(), now);
            return age.isNegative() ? Duration.ZERO : age; // the clock was set back
        }
    }

    PendingCanaries(Duration lateTimeout, Duration missingTimeout) {
        this.lateTimeout = lateTimeout;
        this.missingTimeout = missingTimeout;
    }

    /** Creates the next event. It is searched from now on: it may arrive before the queue acknowledges it. */
    synchronized CanaryEvent next(Instant now) {
        if (events.size() == MAX_EVENTS) {
            evicted += events.pollFirstEntry().getValue().isFound() ? 0 : 1;
        }
        CanaryEvent event = new CanaryEvent(++sequence, now);
        events.put(sequence, new Pending(event, 0, now.plus(MIN_INTERVAL)));
        firstSentAt = firstSentAt == null ? now : firstSentAt;
        lastSentAt = now;
        return event;
    }

    /** Records that the queue did not acknowledge an event. */
    synchronized void unsent(CanaryEvent event) {
        Pending sent = events.get(event.sequence());
        if (sent != null && !sent.isFound()) {
            events.remove(event.sequence());
            unsent++;
        }
    }

    /** The events to search now, the newest first, since they indicate the current state. */
    synchronized List<CanaryEvent> due(Instant now, int limit) {
        return events.sequencedValues().reversed().stream()
                .filter(sent -> !sent.nextSearchAt.isAfter(now))
                .limit(limit)
                .map(Pending::event)
                .toList();
    }

    /** Postpones a failed search. */
    synchronized void postpone(CanaryEvent event, Instant now) {
        events.computeIfPresent(event.sequence(), (_, sent) -> new Pending(event, sent.copies, nextSearch(sent, now)));
    }

    /**
     * Records the result of a search.
     *
     * @param copies 0 if the event was not found
     * @return the delay, if the event was found for the first time
     */
    synchronized Optional<Duration> searched(CanaryEvent event, int copies, Instant now) {
        Pending sent = events.get(event.sequence());
        if (sent == null) {
            return Optional.empty(); // evicted or not sent
        }
        duplicates += Math.max(0, copies - Math.max(1, sent.copies));
        if (sent.isFound()) {
            events.remove(event.sequence());
            return Optional.empty();
        }
        if (copies == 0) {
            postpone(event, now);
            return Optional.empty();
        }
        events.put(event.sequence(), new Pending(event, copies, now.plus(missingTimeout)));
        return Optional.of(found(event, sent.age(now)));
    }

    private Duration found(CanaryEvent event, Duration delay) {
        if (delay.compareTo(lateTimeout) <= 0) {
            inTime++;
        } else {
            late++;
        }
        if (newestFound == null || newestFound.sentAt().isBefore(event.sentAt())) {
            newestFound = new Sighting(event.sentAt(), delay);
        }
        return delay;
    }

    private Instant nextSearch(Pending sent, Instant now) {
        if (isMissing(sent, now)) {
            return now.plus(MISSING_INTERVAL);
        }
        long pause = sent.age(now).toMillis() / AGE_DIVISOR;
        return now.plusMillis(Math.clamp(pause, MIN_INTERVAL.toMillis(), MAX_INTERVAL.toMillis()));
    }

    private boolean isMissing(Pending sent, Instant now) {
        return !sent.isFound() && sent.age(now).compareTo(missingTimeout) > 0;
    }

    synchronized CanaryCounts counts(Instant now) {
        long notFound = events.values().stream().filter(sent -> !sent.isFound()).count();
        List<Pending> missing =
                events.values().stream().filter(sent -> isMissing(sent, now)).toList();
        return new CanaryCounts(
                inTime,
                late,
                evicted + missing.size(),
                notFound - missing.size(),
                duplicates,
                unsent,
                Optional.ofNullable(firstSentAt),
                Optional.ofNullable(lastSentAt),
                Optional.ofNullable(newestFound),
                missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(missing.getLast().event.sentAt()));
    }

    /**
     * A canary event.
     *
     * @param sequence from 1 since the start of the instance
     * @param sentAt in whole milliseconds
     */
    record CanaryEvent(long sequence, Instant sentAt) {}
}
