package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.benchmarks.environment.ServerTopics;
import io.logaggregator.benchmarks.environment.Topic;
import io.logaggregator.benchmarks.environment.TrainedServer;
import io.logaggregator.benchmarks.report.Report;
import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.benchmarks.sample.SampleObservations;
import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Ingest;
import io.logaggregator.core.ingest.IngestMetrics;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Messages in a topic, which can be ingested repeatedly. */
final class Backlog {

    private static final int BATCH_SIZE = 1_000;
    private static final int TRAINING_MESSAGES = 300_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final AtomicInteger drains = new AtomicInteger();
    private final Topic topic;
    private final int messages;
    private final WireFormat format;
    private long bytes;

    private Backlog(Topic topic, int messages, WireFormat format) {
        this.topic = topic;
        this.messages = messages;
        this.format = format;
    }

    /** Log messages up to now, one per millisecond. */
    static Backlog ofLogs(int messages, long seed) {
        return ofLogs(Topic.create(), messages, seed);
    }

    static Backlog ofLogs(Topic topic, int messages, long seed) {
        SampleLogs logs = SampleLogs.since(Instant.now().minusMillis(messages), seed);
        return publish(topic, messages, WireFormat.LOG, () -> new OutgoingMessage("", null, logs.next()));
    }

    /** The server with the AOT cache of a training run on log messages. */
    static TrainedServer trainedServer(Report report) throws IOException, InterruptedException {
        report.progress("recording an AOT cache");
        ServerTopics training = ServerTopics.create();
        ofLogs(training.logs(), TRAINING_MESSAGES, 7);
        return TrainedServer.train(training, TRAINING_MESSAGES);
    }

    static Backlog publish(int messages, WireFormat format, Supplier<OutgoingMessage> next) {
        return publish(Topic.create(), messages, format, next);
    }

    private static Backlog publish(Topic topic, int messages, WireFormat format, Supplier<OutgoingMessage> next) {
        Backlog backlog = new Backlog(topic, messages, format);
        try (KafkaQueue queue = backlog.topic.queue("producer")) {
            for (int left = messages; left > 0; left -= BATCH_SIZE) {
                backlog.publish(
                        queue,
                        Stream.generate(next).limit(Math.min(left, BATCH_SIZE)).toList());
            }
        }
        return backlog;
    }

    private void publish(KafkaQueue queue, List<OutgoingMessage> batch) {
        topic.publish(queue, batch);
        bytes += batch.stream().mapToLong(message -> message.value().length).sum();
    }

    /** Size of all messages as sent. */
    long bytes() {
        return bytes;
    }

    /** Ingests all messages into a new database. Returns messages per second. */
    double drain(Pipeline pipeline) throws SQLException, InterruptedException {
        try (ScratchDatabase database = ScratchDatabase.create()) {
            return drain(database, pipeline);
        }
    }

    /** Returns messages per second, from the start of the consumers to the last commit. */
    double drain(ScratchDatabase database, Pipeline pipeline) throws InterruptedException {
        AtomicLong left = new AtomicLong(messages);
        CountDownLatch drained = new CountDownLatch(1);
        try (PostgresStore store = database.store(pipeline.properties());
                KafkaQueue queue = topic.queue("drain-" + drains.incrementAndGet())) {
            pipeline.rules().accept(store.alertRules());
            Ingest ingest = new Ingest(
                    queue,
                    store::openIngestSession,
                    Map.of(topic.name(), format.decoder()),
                    new Enricher(SampleObservations.ENRICHMENT),
                    new CachedRules(
                            store.alertRules(), new QueryMatching(new JsonAttributes()), InstantSource.system()),
                    new CountDown(left, drained),
                    pipeline.consumers(),
                    16 << 20,
                    () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
                    InstantSource.system());
            long begin = System.nanoTime();
            ingest.start();
            if (!drained.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not drained within " + TIMEOUT + ": " + ingest.loops());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            ingest.stop(Duration.ofSeconds(10));
            return messages / seconds;
        }
    }

    /** Opens the latch when the last message is committed. */
    private record CountDown(AtomicLong left, CountDownLatch drained) implements IngestMetrics {

        @Override
        public void committed(Commit commit) {
            if (left.addAndGet(-commit.tally().messages()) == 0) {
                drained.countDown();
            }
        }

        @Override
        public void retried(Cause cause) {}
    }
}
