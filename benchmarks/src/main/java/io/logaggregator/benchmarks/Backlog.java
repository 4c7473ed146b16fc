package io.logaggregator.benchmarks;

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
import io.logaggregator.wire.JsonAttributes;
import io.logaggregator.wire.WireFormat;
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

/** Messages in a topic, to be drained as often as one likes. */
final class Backlog {

    private static final int PUBLISHED_AT_ONCE = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

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

    /** Log messages of the time up to now, a millisecond apart. */
    static Backlog ofLogs(int messages, long seed) {
        return ofLogs(Topic.create(), messages, seed);
    }

    static Backlog ofLogs(Topic topic, int messages, long seed) {
        SampleLogs logs = SampleLogs.since(Instant.now().minusMillis(messages), seed);
        return publish(topic, messages, WireFormat.LOG, () -> new OutgoingMessage("", null, logs.next()));
    }

    static Backlog publish(int messages, WireFormat format, Supplier<OutgoingMessage> next) {
        return publish(Topic.create(), messages, format, next);
    }

    private static Backlog publish(Topic topic, int messages, WireFormat format, Supplier<OutgoingMessage> next) {
        Backlog backlog = new Backlog(topic, messages, format);
        try (KafkaQueue queue = backlog.topic.queue("producer")) {
            for (int left = messages; left > 0; left -= PUBLISHED_AT_ONCE) {
                backlog.publish(
                        queue,
                        Stream.generate(next)
                                .limit(Math.min(left, PUBLISHED_AT_ONCE))
                                .toList());
            }
        }
        return backlog;
    }

    private void publish(KafkaQueue queue, List<OutgoingMessage> batch) {
        topic.publish(queue, batch);
        bytes += batch.stream().mapToLong(message -> message.value().length).sum();
    }

    /** Of all messages, as they are sent. */
    long bytes() {
        return bytes;
    }

    /** Messages per second with a new database. */
    double drain(Pipeline pipeline) throws SQLException, InterruptedException {
        try (ScratchDatabase database = ScratchDatabase.create()) {
            return drain(database, pipeline);
        }
    }

    /** Messages per second from the start of the consumers to the last commit. */
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
                    new CachedRules(store.alertRules(), new QueryMatching(new JsonAttributes())),
                    new CountDown(left, drained),
                    pipeline.consumers(),
                    () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
                    InstantSource.system());
            long begin = System.nanoTime();
            ingest.start();
            if (!drained.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("not drained within " + LIMIT + ": " + ingest.loops());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            ingest.stop(Duration.ofSeconds(10));
            return messages / seconds;
        }
    }

    /** Says when the last message was committed. */
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
