package io.logaggregator.application;

import io.logaggregator.domain.Advance;
import io.logaggregator.domain.Message;
import io.logaggregator.domain.Partition;
import io.logaggregator.domain.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run of prepared messages of one partition; offsets as in {@link io.logaggregator.domain.Batch.Slice}. */
record PreparedSlice(Partition partition, long from, long to, List<PreparedMessage> messages) {

    PreparedSlice {
        messages = List.copyOf(messages);
    }

    Advance advance() {
        long absent = to - from - messages.size();
        Tally tally = new Tally(0, 0, 0, 0, absent, 0, 0, 0, 0, 0, 0);
        for (PreparedMessage message : messages) {
            tally = tally.plus(message.tally());
        }
        return new Advance(partition, from, to, tally, readUntil());
    }

    /** A message that is in the queue since an instant, as far as can be told, was preceded by all that came before. */
    private Optional<Instant> readUntil() {
        if (messages.isEmpty()) {
            return Optional.empty();
        }
        Message last = messages.getLast().message();
        return Optional.of(last.timestamp().isBefore(last.receivedAt()) ? last.timestamp() : last.receivedAt());
    }

    /** The first messages, up to the offset of the next one. */
    PreparedSlice first(int count) {
        return new PreparedSlice(partition, from, messages.get(count).message().offset(), messages.subList(0, count));
    }

    /** What {@link #first} leaves. */
    PreparedSlice rest(int count) {
        return new PreparedSlice(
                partition, messages.get(count).message().offset(), to, messages.subList(count, messages.size()));
    }
}
