package io.logaggregator.core.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int SOURCE = 3;

    @Test
    void of_givesSameIdForSamePosition() {
        assertThat(EventId.of(SOURCE, 42, 1, NOON)).isEqualTo(EventId.of(SOURCE, 42, 1, NOON));
    }

    @Test
    void of_isAUuidOfVersion7() {
        UUID id = EventId.of(EventId.MAX_SOURCES - 1, Long.MAX_VALUE, EventId.MAX_EVENTS - 1, NOON);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void of_sortsByTimeToAQuarterOfAMicrosecond() {
        List<String> ids = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            ids.add(EventId.of(SOURCE, 7919L * step % 1000, 0, NOON.plusNanos(step * 250L))
                    .toString());
        }

        assertThat(ids).isSorted();
    }

    @Test
    void of_keepsOrderOfEventsOfMessage() {
        List<String> ids = IntStream.range(0, 10_000)
                .mapToObj(index -> EventId.of(SOURCE, 77, index, NOON).toString())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void of_keepsOrderOfMessages() {
        List<String> ids = LongStream.range(16_000, 36_000)
                .mapToObj(offset -> EventId.of(SOURCE, offset, 0, NOON).toString())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void of_sortsByTimeSourceOffsetAndIndex() {
        SplittableRandom random = new SplittableRandom(7);
        List<Position> positions = Stream.generate(() -> Position.random(random))
                .limit(20_000)
                .distinct()
                .sorted(Position.ORDER)
                .toList();

        List<String> ids =
                positions.stream().map(position -> position.id().toString()).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(positions.stream().map(Position::id)).isSorted(); // in Java as in PostgreSQL
    }

    /** Few times and partitions, and values around the limits of the fields. */
    private record Position(int millis, int source, long offset, int index) {

        static final Comparator<Position> ORDER = Comparator.comparingInt(Position::millis)
                .thenComparingInt(Position::source)
                .thenComparingLong(Position::offset)
                .thenComparingInt(Position::index);

        static Position random(SplittableRandom random) {
            return new Position(
                    random.nextInt(2),
                    random.nextBoolean() ? random.nextInt(3) : EventId.MAX_SOURCES - 1 - random.nextInt(3),
                    random.nextBoolean() ? random.nextInt(40) : (1 << 27) - 1 - random.nextInt(40),
                    random.nextBoolean() ? random.nextInt(40) : EventId.MAX_EVENTS - 1 - random.nextInt(40));
        }

        UUID id() {
            return EventId.of(source, offset, index, NOON.plusMillis(millis));
        }
    }

    @Test
    void of_rejectsValuesBeyondLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventId.of(EventId.MAX_SOURCES, 0, 0, NOON))
                .withMessage("source: 16384 (expected: 0 to 16383)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventId.of(0, 0, EventId.MAX_EVENTS, NOON))
                .withMessage("index: 2097152 (expected: 0 to 2097151)");
        assertThatIllegalArgumentException().isThrownBy(() -> EventId.of(-1, 0, 0, NOON));
        assertThatIllegalArgumentException().isThrownBy(() -> EventId.of(0, 0, -1, NOON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:00:00.123456Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"})
    void instantOf_returnsTime(String text) {
        Instant instant = Instant.parse(text);

        assertThat(EventId.instantOf(EventId.of(SOURCE, 1, 1, instant))).isBetween(instant.minusNanos(250), instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void of_clampsTimesOutOfRange(String text) {
        assertThat(EventId.of(SOURCE, 1, 1, Instant.parse(text)).version()).isEqualTo(7);
    }

    @Test
    void lowest_isNotAboveAnyIdOfItsInstant() {
        assertThat(EventId.lowest(NOON).toString())
                .isLessThanOrEqualTo(EventId.of(SOURCE, 0, 0, NOON).toString())
                .isGreaterThan(EventId.of(SOURCE, 9, 9, NOON.minusNanos(1000)).toString());
    }

    @Test
    void at_changesOnlyTime() {
        UUID id = EventId.of(SOURCE, 5, 2, NOON);

        assertThat(EventId.at(id, NOON.plusSeconds(1))).isEqualTo(EventId.of(SOURCE, 5, 2, NOON.plusSeconds(1)));
    }
}
