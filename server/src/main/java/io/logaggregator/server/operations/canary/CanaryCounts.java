package io.logaggregator.server.operations.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The outcomes of the canary events since the start of the instance.
 *
 * @param inTime found in time
 * @param late found later
 * @param missing not found within the timeout; decreases when they are found
 * @param pending not found yet, within the timeout
 * @param duplicates additional copies that were found
 * @param unsent rejected by the queue, and in no other count
 * @param firstSentAt empty before the first event, as {@code lastSentAt}
 * @param newestFound the found event that was sent last
 * @param newestMissingAt send time of the missing event that was sent last
 */
record CanaryCounts(
        long inTime,
        long late,
        long missing,
        long pending,
        long duplicates,
        long unsent,
        Optional<Instant> firstSentAt,
        Optional<Instant> lastSentAt,
        Optional<Sighting> newestFound,
        Optional<Instant> newestMissingAt) {

    /** A found event. */
    record Sighting(Instant sentAt, Duration delay) {

        Instant foundAt() {
            return sentAt.plus(delay);
        }
    }

    long found() {
        return inTime + late;
    }

    long sent() {
        return found() + missing + pending;
    }
}
