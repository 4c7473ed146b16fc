package io.logaggregator.server.operations.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PendingCanariesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LATE = Duration.ofSeconds(10);
    private static final Duration MISSING = Duration.ofMinutes(1);

    private final PendingCanaries lines = new PendingCanaries(LATE, MISSING);

    @Test
    void line_isInTimeUpToTheLimitAndLateBeyondIt() {
        CanaryLine first = lines.next(NOON);
        CanaryLine second = lines.next(NOON);

        assertThat(lines.looked(first, 1, NOON.plus(LATE))).contains(LATE);
        assertThat(lines.looked(second, 1, NOON.plus(LATE).plusMillis(1))).contains(LATE.plusMillis(1));

        CanaryCounts counts = lines.counts(NOON.plus(LATE));
        assertThat(counts.inTime()).isEqualTo(1);
        assertThat(counts.late()).isEqualTo(1);
        assertThat(counts.sent()).isEqualTo(2);
    }

    @Test
    void line_isMissingUntilItIsFoundAndThenLate() {
        CanaryLine line = lines.next(NOON);
        Instant overdue = NOON.plus(MISSING).plusMillis(1);

        assertThat(lines.counts(NOON.plus(MISSING)).waitedFor()).isEqualTo(1);
        assertThat(lines.counts(overdue).missing()).isEqualTo(1);
        assertThat(lines.counts(overdue).newestMissingAt()).contains(NOON);

        lines.looked(line, 1, overdue);

        CanaryCounts counts = lines.counts(overdue);
        assertThat(counts.missing()).isZero();
        assertThat(counts.newestMissingAt()).isEmpty();
        assertThat(counts.late()).isEqualTo(1);
        assertThat(counts.sent()).isEqualTo(1);
    }

    @Test
    void copies_areCountedWhenTheyAreFoundAndOnceMoreLater() {
        CanaryLine line = lines.next(NOON);

        lines.looked(line, 2, NOON.plusMillis(100));
        assertThat(lines.counts(NOON).duplicates()).isEqualTo(1);

        assertThat(lines.due(NOON.plus(MISSING), 10)).isEmpty();
        Instant again = NOON.plusMillis(100).plus(MISSING);
        assertThat(lines.due(again, 10)).containsExactly(line);
        assertThat(lines.looked(line, 3, again)).isEmpty();

        assertThat(lines.counts(again).duplicates()).isEqualTo(2);
        assertThat(lines.counts(again).inTime()).isEqualTo(1);
        assertThat(lines.due(again.plus(MISSING), 10)).isEmpty();
    }

    @Test
    void oneCopy_isNoDuplicate() {
        CanaryLine line = lines.next(NOON);

        lines.looked(line, 1, NOON.plusMillis(100));
        lines.looked(line, 1, NOON.plus(MISSING).plusMillis(100));

        assertThat(lines.counts(NOON).duplicates()).isZero();
    }

    @Test
    void unsentLine_isCountedAsNothingElse() {
        CanaryLine line = lines.next(NOON);

        lines.unsent(line);

        CanaryCounts counts = lines.counts(NOON.plus(MISSING).plusMillis(1));
        assertThat(counts.unsent()).isEqualTo(1);
        assertThat(counts.sent()).isZero();
        assertThat(lines.looked(line, 1, NOON.plusMillis(100))).isEmpty();
        assertThat(lines.counts(NOON).found()).isZero();
    }

    @Test
    void lineThatWasFoundAlready_wasSentWhateverTheQueueSays() {
        CanaryLine line = lines.next(NOON);

        lines.looked(line, 1, NOON.plusMillis(100));
        lines.unsent(line);

        assertThat(lines.counts(NOON).unsent()).isZero();
        assertThat(lines.counts(NOON).inTime()).isEqualTo(1);
    }

    @Test
    void looks_becomeRarerWithAge() {
        CanaryLine line = lines.next(NOON);

        assertThat(nextLook(line, Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
        assertThat(nextLook(line, Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(500));
        assertThat(nextLook(line, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
        assertThat(nextLook(line, Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(10));
    }

    /** How long after a look that finds nothing it is time for the next. */
    private Duration nextLook(CanaryLine line, Duration age) {
        Instant at = NOON.plus(age);
        lines.looked(line, 0, at);
        Duration pause = Duration.ofMillis(50);
        while (lines.due(at.plus(pause), 1).isEmpty()) {
            pause = pause.plusMillis(50);
        }
        return pause;
    }

    @Test
    void newestLines_areLookedForFirst() {
        lines.next(NOON);
        CanaryLine second = lines.next(NOON.plusSeconds(1));
        CanaryLine third = lines.next(NOON.plusSeconds(2));

        assertThat(lines.due(NOON.plusSeconds(10), 2)).containsExactly(third, second);
    }

    @Test
    void failedLook_isPutOffAndChangesNothing() {
        CanaryLine line = lines.next(NOON);
        lines.looked(line, 1, NOON.plusMillis(100));
        Instant again = NOON.plusMillis(100).plus(MISSING);

        lines.notLooked(line, again);

        assertThat(lines.due(again, 1)).isEmpty();
        assertThat(lines.due(again.plusSeconds(1), 1)).containsExactly(line);
        lines.looked(line, 2, again.plusSeconds(1));
        assertThat(lines.counts(again).duplicates()).isEqualTo(1);
    }

    @Test
    void newestFound_isTheOneSentLastHoweverTheyAreFound() {
        CanaryLine first = lines.next(NOON);
        CanaryLine second = lines.next(NOON.plusSeconds(10));

        lines.looked(second, 1, NOON.plusSeconds(11));
        lines.looked(first, 1, NOON.plusSeconds(12));

        assertThat(lines.counts(NOON).newestFound())
                .contains(new CanaryCounts.Sighting(NOON.plusSeconds(10), Duration.ofSeconds(1)));
    }

    @Test
    void clockThatIsSetBack_makesNoNegativeDelay() {
        CanaryLine line = lines.next(NOON);

        assertThat(lines.looked(line, 1, NOON.minusSeconds(5))).contains(Duration.ZERO);
    }

    @Test
    void forgottenLine_staysMissingAndNeverMoreAreRemembered() {
        for (int i = 0; i < PendingCanaries.REMEMBERED + 3; i++) {
            lines.next(NOON);
        }

        assertThat(lines.due(NOON.plus(MISSING), Integer.MAX_VALUE)).hasSize(PendingCanaries.REMEMBERED);
        assertThat(lines.counts(NOON).missing()).isEqualTo(3);
        assertThat(lines.counts(NOON).sent()).isEqualTo(PendingCanaries.REMEMBERED + 3);
    }

    @Test
    void foundLine_isNotMissingWhenItIsForgotten() {
        lines.looked(lines.next(NOON), 1, NOON.plusMillis(100));
        for (int i = 0; i < PendingCanaries.REMEMBERED; i++) {
            lines.next(NOON);
        }

        assertThat(lines.counts(NOON).missing()).isZero();
        assertThat(lines.counts(NOON).inTime()).isEqualTo(1);
    }
}
