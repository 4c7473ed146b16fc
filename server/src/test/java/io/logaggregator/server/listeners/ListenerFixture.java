package io.logaggregator.server.listeners;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.access.FakeApiKeys;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.gateways.GatewaySplitters;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

/** Listeners with a queue and keys in memory, which end after each test. */
abstract class ListenerFixture {

    static final Duration LIMIT = Duration.ofMinutes(5);
    static final String SECRET = "a-secret-of-this-listener";

    final FakeApiKeys stored = new FakeApiKeys();
    final KeyRing keys = AccessPorts.keyRing(stored);
    final Queue queue = new Queue();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    final MemoryBudget memory = new MemoryBudget("uploads", 16 << 20, registry);

    private final FairPool decoding = new FairPool("decoding", 1, 256, registry);
    private @Nullable Listeners started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.stop();
        }
        decoding.close();
    }

    void start(Map<String, ListenerSettings> settings) {
        QueueSettings topics = new QueueSettings(
                List.of(TopicFormat.of("logs=log")),
                new QueueSettings.Kafka("unused", "unused", "", Duration.ofSeconds(1), OptionalFile.of(""), Map.of()));
        Listeners listeners = new Listeners(
                settings,
                "127.0.0.1",
                new Listeners.Parts(
                        queue,
                        decoding,
                        new GatewaySplitters(topics, "", "", registry, InstantSource.system()),
                        memory,
                        keys,
                        bundles,
                        registry,
                        InstantSource.system()));
        started = listeners;
        listeners.start();
    }

    Listeners listeners() {
        return Objects.requireNonNull(started);
    }

    static ApiKey key(String host) {
        return new ApiKey(
                UUID.randomUUID(),
                "listener " + host,
                EnumSet.of(Scope.INGEST),
                new Glob(host),
                Glob.ANY,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Actor actor() {
        return new Actor("test", "127.0.0.1", "");
    }

    /** Keeps messages in memory, and may be unavailable. */
    static final class Queue implements MessageQueue {

        final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
        volatile boolean available = true;
        final AtomicInteger refused = new AtomicInteger();

        @Override
        public QueueConsumer openConsumer() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void publish(List<OutgoingMessage> messages) {
            if (!available) {
                refused.incrementAndGet();
                throw new QueueUnavailableException("unavailable", null);
            }
            published.addAll(messages);
        }

        /** The events of all messages, as ingest decodes them. */
        List<LogEvent> events() {
            return published.stream()
                    .flatMap(message -> WireFormat.LOG
                            .topicDecoder(ZoneOffset.UTC)
                            .decode(received(message), 0, Long.MAX_VALUE)
                            .observations()
                            .stream())
                    .map(LogEvent.class::cast)
                    .toList();
        }

        int count() {
            return events().size();
        }

        private static Message received(OutgoingMessage message) {
            return Message.unqueued(
                    new Partition(message.topic(), message.topic(), 0),
                    Instant.now(),
                    message.key(),
                    message.value(),
                    message.format());
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
