package io.logaggregator.server.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.server.operations.canary.PendingCanaries.CanaryEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PendingCanariesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LATE = Duration.ofSeconds(10);
    private static final Duration MISSING = Duration.ofMinutes(1);

    private final PendingCanaries pending = new PendingCanaries(LATE, MISSING);

    @Test
    void event_isLateAfterItsTimeout() {
        CanaryEvent first = pending.next(NOON);
        CanaryEvent second = pending.next(NOON);

        assertThat(pending.searched(first, 1, NOON.plus(LATE))).contains(LATE);
        assertThat(pending.searched(second, 1, NOON.plus(LATE).plusMillis(1))).contains(LATE.plusMillis(1));

        CanaryCounts counts = pending.counts(NOON.plus(LATE));
        assertThat(counts.inTime()).isEqualTo(1);
        assertThat(counts.late()).isEqualTo(1);
        assertThat(counts.sent()).isEqualTo(2);
    }

    @Test
    void missingEvent_isLateOnceItIsFound() {
        CanaryEvent event = pending.next(NOON);
        Instant overdue = NOON.plus(MISSING).plusMillis(1);

        assertThat(pending.counts(NOON.plus(MISSING)).pending()).isEqualTo(1);
        assertThat(pending.counts(overdue).missing()).isEqualTo(1);
        assertThat(pending.counts(overdue).newestMissingAt()).contains(NOON);

        pending.searched(event, 1, overdue);

        CanaryCounts counts = pending.counts(overdue);
        assertThat(counts.missing()).isZero();
        assertThat(counts.newestMissingAt()).isEmpty();
        assertThat(counts.late()).isEqualTo(1);
        assertThat(counts.sent()).isEqualTo(1);
    }

    @Test
    void duplicates_areCountedByBothSearches() {
        CanaryEvent event = pending.next(NOON);

        pending.searched(event, 2, NOON.plusMillis(100));
        assertThat(pending.counts(NOON).duplicates()).isEqualTo(1);

        assertThat(pending.due(NOON.plus(MISSING), 10)).isEmpty();
        Instant again = NOON.plusMillis(100).plus(MISSING);
        assertThat(pending.due(again, 10)).containsExactly(event);
        assertThat(pending.searched(event, 3, again)).isEmpty();

        assertThat(pending.counts(again).duplicates()).isEqualTo(2);
        assertThat(pending.counts(again).inTime()).isEqualTo(1);
        assertThat(pending.due(again.plus(MISSING), 10)).isEmpty();
    }

    @Test
    void singleCopy_isNoDuplicate() {
        CanaryEvent event = pending.next(NOON);

        pending.searched(event, 1, NOON.plusMillis(100));
        pending.searched(event, 1, NOON.plus(MISSING).plusMillis(100));

        assertThat(pending.counts(NOON).duplicates()).isZero();
    }

    @Test
    void unsentEvent_isInNoOtherCount() {
        CanaryEvent event = pending.next(NOON);

        pending.unsent(event);

        CanaryCounts counts = pending.counts(NOON.plus(MISSING).plusMillis(1));
        assertThat(counts.unsent()).isEqualTo(1);
        assertThat(counts.sent()).isZero();
        assertThat(pending.searched(event, 1, NOON.plusMillis(100))).isEmpty();
        assertThat(pending.counts(NOON).found()).isZero();
    }

    @Test
    void foundEvent_isNotUnsent() {
        CanaryEvent event = pending.next(NOON);

        pending.searched(event, 1, NOON.plusMillis(100));
        pending.unsent(event);

        assertThat(pending.counts(NOON).unsent()).isZero();
        assertThat(pending.counts(NOON).inTime()).isEqualTo(1);
    }

    @Test
    void searchInterval_growsWithAge() {
        CanaryEvent event = pending.next(NOON);

        assertThat(nextLook(event, Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
        assertThat(nextLook(event, Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(500));
        assertThat(nextLook(event, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
        assertThat(nextLook(event, Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(10));
    }

    /** How long after a look that finds nothing it is time for the next. */
    private Duration nextLook(CanaryEvent event, Duration age) {
        Instant at = NOON.plus(age);
        pending.searched(event, 0, at);
        Duration pause = Duration.ofMillis(50);
        while (pending.due(at.plus(pause), 1).isEmpty()) {
            pause = pause.plusMillis(50);
        }
        return pause;
    }

    @Test
    void newestEvents_areSearchedFirst() {
        pending.next(NOON);
        CanaryEvent second = pending.next(NOON.plusSeconds(1));
        CanaryEvent third = pending.next(NOON.plusSeconds(2));

        assertThat(pending.due(NOON.plusSeconds(10), 2)).containsExactly(third, second);
    }

    @Test
    void failedSearch_isPostponed() {
        CanaryEvent event = pending.next(NOON);
        pending.searched(event, 1, NOON.plusMillis(100));
        Instant again = NOON.plusMillis(100).plus(MISSING);

        pending.postpone(event, again);

        assertThat(pending.due(again, 1)).isEmpty();
        assertThat(pending.due(again.plusSeconds(1), 1)).containsExactly(event);
        pending.searched(event, 2, again.plusSeconds(1));
        assertThat(pending.counts(again).duplicates()).isEqualTo(1);
    }

    @Test
    void newestFound_isBySendTime() {
        CanaryEvent first = pending.next(NOON);
        CanaryEvent second = pending.next(NOON.plusSeconds(10));

        pending.searched(second, 1, NOON.plusSeconds(11));
        pending.searched(first, 1, NOON.plusSeconds(12));

        assertThat(pending.counts(NOON).newestFound())
                .contains(new CanaryCounts.Sighting(NOON.plusSeconds(10), Duration.ofSeconds(1)));
    }

    @Test
    void clockSetBack_causesNoNegativeDelay() {
        CanaryEvent event = pending.next(NOON);

        assertThat(pending.searched(event, 1, NOON.minusSeconds(5))).contains(Duration.ZERO);
    }

    @Test
    void evictedEvent_staysMissing() {
        for (int i = 0; i < PendingCanaries.MAX_EVENTS + 3; i++) {
            pending.next(NOON);
        }

        assertThat(pending.due(NOON.plus(MISSING), Integer.MAX_VALUE)).hasSize(PendingCanaries.MAX_EVENTS);
        assertThat(pending.counts(NOON).missing()).isEqualTo(3);
        assertThat(pending.counts(NOON).sent()).isEqualTo(PendingCanaries.MAX_EVENTS + 3);
    }

    @Test
    void evictedFoundEvent_isNotMissing() {
        pending.searched(pending.next(NOON), 1, NOON.plusMillis(100));
        for (int i = 0; i < PendingCanaries.MAX_EVENTS; i++) {
            pending.next(NOON);
        }

        assertThat(pending.counts(NOON).missing()).isZero();
        assertThat(pending.counts(NOON).inTime()).isEqualTo(1);
    }
}
