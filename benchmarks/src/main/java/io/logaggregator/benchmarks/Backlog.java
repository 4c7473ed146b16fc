package io.logaggregator.benchmarks;

import io.logaggregator.application.Actor;
import io.logaggregator.application.Backoff;
import io.logaggregator.application.Enricher;
import io.logaggregator.application.Enrichment;
import io.logaggregator.application.Ingest;
import io.logaggregator.application.IngestMetrics;
import io.logaggregator.application.OutgoingMessage;
import io.logaggregator.application.alert.RuleBook;
import io.logaggregator.domain.alert.AlertRule.Origin;
import io.logaggregator.domain.alert.RuleDefinition;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import io.logaggregator.server.query.QueryMatching;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.wire.JsonAttributes;
import io.logaggregator.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Messages in a topic, to be drained into an empty database as often as one likes. */
final class Backlog {

    private static final int PARTITIONS = 4;
    private static final int CONSUMERS = 2;
    private static final int BATCH_MESSAGES = 10_000;
    private static final int PUBLISHED_AT_ONCE = 5_000;

    private final String topic = TestKafka.shared().createTopic(PARTITIONS);
    private final AtomicInteger drains = new AtomicInteger();
    private final int messages;
    private final WireFormat format;

    /** Publishes the messages. */
    Backlog(int messages, WireFormat format, Supplier<OutgoingMessage> next) {
        this.messages = messages;
        this.format = format;
        try (KafkaQueue queue = queue("producer")) {
            for (int left = messages; left > 0; left -= PUBLISHED_AT_ONCE) {
                List<OutgoingMessage> batch = new ArrayList<>();
                for (int i = Math.min(left, PUBLISHED_AT_ONCE); i > 0; i--) {
                    OutgoingMessage message = next.get();
                    batch.add(new OutgoingMessage(topic, message.key(), message.value()));
                }
                queue.publish(batch);
            }
        }
    }

    /** Messages per second from the start of the consumers to the last commit. */
    double drain(TestPostgres.Database database, List<RuleDefinition> rules) throws InterruptedException {
        AtomicLong left = new AtomicLong(messages);
        CountDownLatch drained = new CountDownLatch(1);
        try (PostgresStore store = store(database);
                KafkaQueue queue = queue("drain-" + drains.incrementAndGet())) {
            store.migrate();
            for (RuleDefinition rule : rules) {
                UUID id = UUID.nameUUIDFromBytes(rule.name().getBytes(StandardCharsets.UTF_8));
                store.alertRules().create(id, Origin.API, rule, Actor.SYSTEM, Instant.now());
            }
            RuleBook book = new RuleBook(store.alertRules(), new QueryMatching(new JsonAttributes()));
            Ingest ingest = new Ingest(
                    queue,
                    store,
                    Map.of(topic, format.decoder()),
                    new Enricher(new Enrichment("", "", "", List.of(), Duration.ofMinutes(10), Duration.ofDays(30))),
                    book,
                    new CountDown(left, drained),
                    CONSUMERS,
                    () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
                    InstantSource.system());
            long begin = System.nanoTime();
            ingest.start();
            if (!drained.await(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("not drained: " + ingest.loops());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            ingest.stop(Duration.ofSeconds(10));
            return messages / seconds;
        }
    }

    static PostgresStore store(TestPostgres.Database database) {
        return new PostgresStore(new PostgresStoreConfig(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                2,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Map.of()));
    }

    private KafkaQueue queue(String group) {
        return new KafkaQueue(
                new KafkaQueueConfig(
                        TestKafka.shared().bootstrapServers(),
                        topic + "-" + group,
                        Set.of(topic),
                        Optional.empty(),
                        BATCH_MESSAGES,
                        16 << 20,
                        Duration.ofSeconds(30),
                        Map.of()),
                InstantSource.system());
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
