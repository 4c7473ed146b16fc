package io.logaggregator.benchmarks.sample;

import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Decoded and enriched sample messages. */
public final class SampleObservations {

    /** The default configuration of the server. */
    public static final Enrichment ENRICHMENT =
            new Enrichment(LogTexts.EMPTY, List.of(), Duration.ofMinutes(10), Duration.ofDays(30));

    private final Enricher enricher = new Enricher(ENRICHMENT);
    private final Partition partition;
    private final WireFormat format;
    private final Supplier<byte[]> values;
    private long offset;

    private SampleObservations(Partition partition, WireFormat format, Supplier<byte[]> values) {
        this.partition = partition;
        this.format = format;
        this.values = values;
    }

    public static SampleObservations of(SampleLogs logs) {
        return new SampleObservations(new Partition("logs", "sample", 0), WireFormat.LOG, logs::next);
    }

    public static SampleObservations of(SampleReports reports) {
        Partition partition = new Partition("system-metrics", "sample", 0);
        return new SampleObservations(
                partition, WireFormat.AGENT, () -> reports.next().value());
    }

    /** The next messages. */
    public List<Message> messages(int number) {
        return Stream.generate(this::message).limit(number).toList();
    }

    /** The observations of the next messages. */
    public List<Observation> next(int messages) {
        List<Observation> observations = new ArrayList<>();
        for (Message message : messages(messages)) {
            for (Observation observation : format.decoder().decode(message).observations()) {
                observations.add(enricher.enrich(observation, message.receivedAt()));
            }
        }
        return observations;
    }

    private Message message() {
        Instant now = Instant.now();
        return new Message(partition, offset++, now, now, null, values.get(), null, null, 0);
    }
}
