package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.queue.Batch;
import io.logaggregator.core.queue.Batch.Slice;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SliceBufferTest {

    private static final Partition ONE = new Partition("logs", "id", 1);
    private static final Partition TWO = new Partition("logs", "id", 2);

    private final SliceBuffer buffer = new SliceBuffer(100);

    @Test
    void take_returnsAllThatFits() {
        Slice one = slice(ONE, 0, 3, 0, 1, 2);
        Slice two = slice(TWO, 7, 9, 7);
        buffer.add(one);
        buffer.add(two);

        assertThat(buffer.take().slices()).containsExactly(one, two);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void take_splitsSliceAcrossAbsentOffsets() {
        buffer.add(slice(ONE, 0, 20, 1, 3, 5, 7, 9, 11));

        Slice first = only(buffer.take());
        Slice second = only(buffer.take());

        assertThat(first.from()).isZero();
        assertThat(first.to()).isEqualTo(9);
        assertThat(first.messages()).extracting(Message::offset).containsExactly(1L, 3L, 5L, 7L);
        assertThat(second.from()).isEqualTo(9);
        assertThat(second.to()).isEqualTo(20);
        assertThat(second.messages()).extracting(Message::offset).containsExactly(9L, 11L);
    }

    @Test
    void take_returnsOneTooLargeMessage() {
        var small = new SliceBuffer(10);
        small.add(slice(ONE, 0, 2, 0, 1));

        assertThat(only(small.take()).messages()).hasSize(1);
        assertThat(only(small.take()).messages()).hasSize(1);
        assertThat(small.isEmpty()).isTrue();
    }

    @Test
    void take_keepsSecondSliceOfPartition() {
        Slice first = slice(ONE, 0, 1, 0);
        Slice second = slice(ONE, 1, 2, 1);
        buffer.add(first);
        buffer.add(second);

        assertThat(buffer.take().slices()).containsExactly(first);
        assertThat(buffer.take().slices()).containsExactly(second);
    }

    @Test
    void drop_affectsOnePartition() {
        Slice two = slice(TWO, 0, 1, 0);
        buffer.add(slice(ONE, 0, 1, 0));
        buffer.add(two);

        buffer.drop(ONE);

        assertThat(buffer.count(ONE)).isZero();
        assertThat(buffer.count(TWO)).isEqualTo(1);
        assertThat(buffer.take().slices()).containsExactly(two);
    }

    private static Slice only(Batch batch) {
        assertThat(batch.slices()).hasSize(1);
        return batch.slices().getFirst();
    }

    /** A slice with messages of 25 bytes each. */
    private static Slice slice(Partition partition, long from, long to, long... offsets) {
        return new Slice(
                partition,
                from,
                to,
                LongStream.of(offsets)
                        .mapToObj(offset -> new Message(
                                partition,
                                offset,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                new byte[5],
                                new byte[20],
                                null,
                                null,
                                0))
                        .toList());
    }
}
