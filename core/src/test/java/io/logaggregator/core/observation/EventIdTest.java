package io.logaggregator.core.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Partition PARTITION = new Partition("logs", "r9hGvJrWRFaLAu1fYk1R4Q", 3);

    @Test
    void of_givesSameIdForSamePosition() {
        assertThat(EventId.of(PARTITION, 42, 1, NOON)).isEqualTo(EventId.of(PARTITION, 42, 1, NOON));
    }

    @Test
    void of_isAUuidOfVersion7() {
        UUID id = EventId.of(PARTITION, Long.MAX_VALUE, 63, NOON);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void of_sortsByTimeToAQuarterOfAMicrosecond() {
        List<String> ids = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            ids.add(EventId.of(PARTITION, 7919L * step % 1000, 0, NOON.plusNanos(step * 250L))
                    .toString());
        }

        assertThat(ids).isSorted();
    }

    @Test
    void of_keepsOrderWithinInstant() {
        List<String> ids = new ArrayList<>();
        for (long offset = 0; offset < 1000; offset++) {
            for (int index = 0; index < 3; index++) {
                ids.add(EventId.of(PARTITION, offset, index, NOON).toString());
            }
        }

        assertThat(ids).isSorted();
    }

    @Test
    void of_isUniqueWithinInstant() {
        Set<UUID> ids = new HashSet<>();
        for (int number = 0; number < 8; number++) {
            for (long offset = 0; offset < 50_000; offset++) {
                ids.add(EventId.of(new Partition("logs", "id", number), offset, 0, NOON));
            }
        }

        assertThat(ids).hasSize(400_000);
    }

    @Test
    void of_differsForRecreatedTopic() {
        assertThat(EventId.of(PARTITION, 0, 0, NOON))
                .isNotEqualTo(EventId.of(new Partition("logs", "other", 3), 0, 0, NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:00:00.123456Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void instantOf_returnsTime(String text) {
        Instant instant = Instant.parse(text);

        assertThat(EventId.instantOf(EventId.of(PARTITION, 1, 1, instant))).isBetween(instant.minusNanos(250), instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void of_clampsTimesOutOfRange(String text) {
        assertThat(EventId.of(PARTITION, 1, 1, Instant.parse(text)).version()).isEqualTo(7);
    }

    @Test
    void lowest_isNotAboveAnyIdOfItsInstant() {
        assertThat(EventId.lowest(NOON).toString())
                .isLessThanOrEqualTo(EventId.of(PARTITION, 0, 0, NOON).toString())
                .isGreaterThan(
                        EventId.of(PARTITION, 9, 9, NOON.minusNanos(1000)).toString());
    }

    @Test
    void at_changesOnlyTime() {
        UUID id = EventId.of(PARTITION, 5, 2, NOON);

        assertThat(EventId.at(id, NOON.plusSeconds(1))).isEqualTo(EventId.of(PARTITION, 5, 2, NOON.plusSeconds(1)));
    }
}
