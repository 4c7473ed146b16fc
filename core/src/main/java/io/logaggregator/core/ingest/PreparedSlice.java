package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.Advance;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run of prepared messages of one partition; offsets as in {@link io.logaggregator.core.queue.Batch.Slice}. */
record PreparedSlice(Partition partition, long from, long to, List<PreparedMessage> messages) {

    PreparedSlice {
        messages = List.copyOf(messages);
    }

    Advance advance() {
        return new Advance(partition, from, to, tally(), readUntil());
    }

    private IngestCounts tally() {
        long observed = 0;
        long rejected = 0;
        long logEvents = 0;
        long metricSamples = 0;
        long processSnapshots = 0;
        long rejections = 0;
        long droppedParts = 0;
        for (PreparedMessage message : messages) {
            Decoded decoded = message.decoded();
            if (!decoded.observations().isEmpty()) {
                observed++;
            } else if (!decoded.rejections().isEmpty()) {
                rejected++;
            }
            for (Observation observation : decoded.observations()) {
                switch (observation) {
                    case LogEvent _ -> logEvents++;
                    case MetricSample _ -> metricSamples++;
                    case ProcessSnapshot _ -> processSnapshots++;
                }
            }
            rejections += decoded.rejections().size();
            droppedParts += decoded.droppedParts();
        }
        long absent = to - from - messages.size();
        return new IngestCounts(
                messages.size(),
                observed,
                rejected,
                messages.size() - observed - rejected,
                absent,
                0,
                logEvents,
                metricSamples,
                processSnapshots,
                rejections,
                droppedParts);
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
