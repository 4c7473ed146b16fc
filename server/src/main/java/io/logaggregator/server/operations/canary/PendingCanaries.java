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
 * The lines that were sent, when to look for which, and what has become of them. Of each it is remembered until it was found
 * and, after a while, looked at once more, for a second copy. No clock, no I/O; thread-safe.
 */
final class PendingCanaries {

    /** More than a day of missing lines, a MB. One that is forgotten stays missing. */
    static final int REMEMBERED = 10_000;

    /** A line is looked for again after a quarter of its age, which is how exact its delay is. */
    private static final int PART_OF_AGE = 4;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_OF_MISSING = Duration.ofSeconds(10);

    private final Duration lateAfter;
    private final Duration missingAfter;

    /** By sequence, oldest first. */
    private final SequencedMap<Long, Remembered> remembered = new LinkedHashMap<>();

    private long sequence;
    private long inTime;
    private long late;
    private long duplicates;
    private long unsent;
    private long forgotten;
    private @Nullable Instant firstSentAt;
    private @Nullable Instant lastSentAt;
    private @Nullable Sighting newestFound;

    /** @param copies how many were found; none before it is found */
    private record Remembered(CanaryLine line, int copies, Instant nextLookAt) {

        boolean isFound() {
            return copies > 0;
        }

        Duration age(Instant now) {
            Duration age = Duration.between(line.sentAt(), now);
            return age.isNegative() ? Duration.ZERO : age; // the clock was set back
        }
    }

    PendingCanaries(Duration lateAfter, Duration missingAfter) {
        this.lateAfter = lateAfter;
        this.missingAfter = missingAfter;
    }

    /** The next line, which is to be sent now. It is looked for at once: it may be there before the queue says that it has it. */
    synchronized CanaryLine next(Instant now) {
        if (remembered.size() == REMEMBERED) {
            forgotten += remembered.pollFirstEntry().getValue().isFound() ? 0 : 1;
        }
        CanaryLine line = new CanaryLine(++sequence, now);
        remembered.put(sequence, new Remembered(line, 0, now.plus(SHORTEST_PAUSE)));
        firstSentAt = firstSentAt == null ? now : firstSentAt;
        lastSentAt = now;
        return line;
    }

    /** The queue has not taken it, as far as it knows. */
    synchronized void unsent(CanaryLine line) {
        Remembered sent = remembered.get(line.sequence());
        if (sent != null && !sent.isFound()) {
            remembered.remove(line.sequence());
            unsent++;
        }
    }

    /** Lines to be looked for now, the newest first: what is found says most about now. */
    synchronized List<CanaryLine> due(Instant now, int limit) {
        return remembered.sequencedValues().reversed().stream()
                .filter(sent -> !sent.nextLookAt.isAfter(now))
                .limit(limit)
                .map(Remembered::line)
                .toList();
    }

    /** Puts off a look that failed. */
    synchronized void notLooked(CanaryLine line, Instant now) {
        remembered.computeIfPresent(
                line.sequence(), (_, sent) -> new Remembered(line, sent.copies, nextLook(sent, now)));
    }

    /**
     * Takes what a look has found.
     *
     * @param copies 0 where the line is not there
     * @return how long it took, where the line was found for the first time
     */
    synchronized Optional<Duration> looked(CanaryLine line, int copies, Instant now) {
        Remembered sent = remembered.get(line.sequence());
        if (sent == null) {
            return Optional.empty(); // forgotten meanwhile, or not sent
        }
        duplicates += Math.max(0, copies - Math.max(1, sent.copies));
        if (sent.isFound()) {
            remembered.remove(line.sequence());
            return Optional.empty();
        }
        if (copies == 0) {
            notLooked(line, now);
            return Optional.empty();
        }
        remembered.put(line.sequence(), new Remembered(line, copies, now.plus(missingAfter)));
        return Optional.of(found(line, sent.age(now)));
    }

    private Duration found(CanaryLine line, Duration delay) {
        if (delay.compareTo(lateAfter) <= 0) {
            inTime++;
        } else {
            late++;
        }
        if (newestFound == null || newestFound.sentAt().isBefore(line.sentAt())) {
            newestFound = new Sighting(line.sentAt(), delay);
        }
        return delay;
    }

    private Instant nextLook(Remembered sent, Instant now) {
        if (isMissing(sent, now)) {
            return now.plus(PAUSE_OF_MISSING);
        }
        long pause = sent.age(now).toMillis() / PART_OF_AGE;
        return now.plusMillis(Math.clamp(pause, SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
    }

    private boolean isMissing(Remembered sent, Instant now) {
        return !sent.isFound() && sent.age(now).compareTo(missingAfter) > 0;
    }

    synchronized CanaryCounts counts(Instant now) {
        long notFound =
                remembered.values().stream().filter(sent -> !sent.isFound()).count();
        List<Remembered> missing = remembered.values().stream()
                .filter(sent -> isMissing(sent, now))
                .toList();
        return new CanaryCounts(
                inTime,
                late,
                forgotten + missing.size(),
                notFound - missing.size(),
                duplicates,
                unsent,
                Optional.ofNullable(firstSentAt),
                Optional.ofNullable(lastSentAt),
                Optional.ofNullable(newestFound),
                missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(missing.getLast().line.sentAt()));
    }
}
