package io.logaggregator.server.operations.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What has become of the lines of this life of the instance. Each that was sent is in time, late, missing, or waited for.
 *
 * @param inTime found before they were late
 * @param late found later
 * @param missing not found for so long that something must be wrong; fewer again when they are found
 * @param waitedFor not found yet, and need not be
 * @param duplicates how often lines were found beyond the first time
 * @param unsent lines that the queue did not take; they count as nothing else
 * @param firstSentAt empty before the first, as is lastSentAt
 * @param newestFound of the lines that were found the one that was sent last
 * @param newestMissingAt when the one of the missing lines was sent that was sent last
 */
record CanaryCounts(
        long inTime,
        long late,
        long missing,
        long waitedFor,
        long duplicates,
        long unsent,
        Optional<Instant> firstSentAt,
        Optional<Instant> lastSentAt,
        Optional<Sighting> newestFound,
        Optional<Instant> newestMissingAt) {

    /** A line that was found. */
    record Sighting(Instant sentAt, Duration delay) {

        Instant foundAt() {
            return sentAt.plus(delay);
        }
    }

    long found() {
        return inTime + late;
    }

    long sent() {
        return found() + missing + waitedFor;
    }
}
