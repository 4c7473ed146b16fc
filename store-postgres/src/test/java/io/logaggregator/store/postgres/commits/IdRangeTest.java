package io.logaggregator.store.postgres.commits;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.store.postgres.StoredObservations;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IdRangeTest {

    @Test
    void covering_isOneRange_forCloseEvents() {
        assertThat(covering(1_003, 1_000, 1_005, 1_010)).containsExactly(new IdRange(1_000, 1_010));
    }

    @Test
    void covering_excludesGaps() {
        assertThat(covering(90_000, 1_000, 1_001, 1_007))
                .containsExactly(new IdRange(1_000, 1_001), new IdRange(1_007, 1_007), new IdRange(90_000, 90_000));
    }

    @Test
    void covering_isEmpty_withoutEvents() {
        assertThat(covering()).isEmpty();
    }

    @Test
    void range_containsExactlyIdsOfItsTime() {
        IdRange span = covering(1_000, 1_002).getFirst();

        assertThat(span.firstId()).isLessThanOrEqualTo(id(Instant.ofEpochMilli(1_000)));
        assertThat(span.firstId()).isGreaterThan(id(Instant.ofEpochMilli(1_000).minusNanos(1_000)));
        assertThat(span.endId()).isGreaterThan(id(Instant.ofEpochMilli(1_003).minusNanos(1_000)));
        assertThat(span.endId()).isLessThanOrEqualTo(id(Instant.ofEpochMilli(1_003)));
    }

    @Test
    void merged_containsEachMillisecondOnce() {
        List<IdRange> spans = List.of(
                new IdRange(30, 40),
                new IdRange(10, 20),
                new IdRange(15, 32),
                new IdRange(18, 19),
                new IdRange(50, 60));

        assertThat(IdRange.merged(spans)).containsExactly(new IdRange(10, 40), new IdRange(50, 60));
    }

    @Test
    void merged_splitsLongRanges() {
        List<IdRange> merged = IdRange.merged(List.of(new IdRange(0, 2_499), new IdRange(900, 2_500)));

        assertThat(merged)
                .allMatch(span -> span.last() - span.first() < 1_000)
                .flatMap(span -> LongStream.rangeClosed(span.first(), span.last())
                        .boxed()
                        .toList())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(0, 2_500).boxed().toList());
    }

    private static List<IdRange> covering(int... millis) {
        return IdRange.covering(
                IntStream.of(millis).mapToObj(IdRangeTest::event).toList());
    }

    private static LogEvent event(int millis) {
        return StoredObservations.event(millis, Instant.ofEpochMilli(millis), "web-1", "line");
    }

    private static UUID id(Instant at) {
        return EventId.of(0, 0, 0, at);
    }
}
