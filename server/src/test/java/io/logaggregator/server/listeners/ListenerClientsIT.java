package io.logaggregator.server.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import de.siegmar.logbackgelf.AbstractGelfAppender;
import de.siegmar.logbackgelf.GelfEncoder;
import de.siegmar.logbackgelf.GelfTcpAppender;
import de.siegmar.logbackgelf.GelfUdpAppender;
import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.access.FakeApiKeys;
import io.logaggregator.server.gateways.GatewaySplitters;
import io.logaggregator.server.overload.FairPool;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.ListenerSettings.ClientAuth;
import io.logaggregator.server.settings.ListenerSettings.Transport;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;
import org.slf4j.Logger;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.util.unit.DataSize;

/** Real clients of GELF and of the forward protocol, with a queue and keys in memory. */
class ListenerClientsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-of-this-listener";

    private final Queue queue = new Queue();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FairPool decoding = new FairPool("decoding", 1, 256, registry);
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private @Nullable Listeners started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.stop();
        }
        decoding.close();
    }

    @Test
    void fluency_isAcknowledged() throws Exception {
        try (Fluency client = fluency(start("forward", Transport.TCP))) {
            client.emit(
                    "docker.4bf9",
                    EventTime.fromEpoch(1795966971, 123_456_789),
                    Map.of("log", "order failed\n", "container_name", "/shop", "source", "stderr"));
        } // waits for the acknowledgement

        assertThat(errors).isEmpty();
        assertThat(queue.events()).hasSize(1);
        LogEvent event = queue.events().getFirst();
        assertThat(event.observedAt()).isEqualTo(Instant.ofEpochSecond(1795966971, 123_456_789));
        assertThat(event.message()).isEqualTo("order failed");
        assertThat(event.text(LogField.Text.APPLICATION)).isEqualTo("shop");
        assertThat(event.host()).isEqualTo("127.0.0.1");
        assertThat(event.attributes().text()).contains("\"fluent.tag\":\"docker.4bf9\"", "\"source\":\"stderr\"");
    }

    @Test
    void fluency_losesNothing_whileQueueIsUnavailable() throws Exception {
        queue.available = false;
        try (Fluency client = fluency(start("forward", Transport.TCP))) {
            for (int i = 0; i < 1_000; i++) {
                client.emit("shop", Map.of("message", "order " + i));
            }
            client.flush();
            await().atMost(LIMIT).until(() -> queue.refused.get() >= 2);
            assertThat(queue.events()).isEmpty();
            queue.available = true;

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(queue.events())
                            .extracting(LogEvent::message)
                            .containsAll(messages(1_000)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TCP", "UDP"})
    void logbackGelf_isStored(Transport transport) throws Exception {
        int port = start("gelf", transport);
        AbstractGelfAppender appender = transport == Transport.TCP ? new GelfTcpAppender() : udpAppender();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        appender.setContext(context);
        appender.setGraylogHost("127.0.0.1");
        appender.setGraylogPort(port);
        appender.setEncoder(encoder(context));
        appender.start();
        Logger logger = context.getLogger("shop.Orders");
        context.getLogger("shop.Orders").addAppender(appender);

        logger.error("order failed", new IllegalStateException("no stock ".repeat(500)));
        for (int i = 0; i < 20; i++) {
            logger.info("order {}", i);
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(queue.events()).hasSize(21));
        context.stop();

        LogEvent failed = queue.events().stream()
                .filter(event -> event.level() == Level.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(failed.message()).isEqualTo("order failed");
        assertThat(failed.host()).isEqualTo("web-1");
        assertThat(failed.text(LogField.Text.APPLICATION)).isEqualTo("shop");
        assertThat(failed.text(LogField.Text.COMPONENT)).isEqualTo("shop.Orders");
        assertThat(failed.attributes().text()).contains("java.lang.IllegalStateException: no stock no stock");
        assertThat(queue.events()).extracting(LogEvent::message).containsAll(messages(20));
    }

    private static List<String> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> "order " + i).toList();
    }

    /** Of chunks as small as possible. */
    private static GelfUdpAppender udpAppender() {
        GelfUdpAppender appender = new GelfUdpAppender();
        appender.setMaxChunkSize(100);
        return appender;
    }

    private static GelfEncoder encoder(LoggerContext context) {
        GelfEncoder encoder = new GelfEncoder();
        encoder.setContext(context);
        encoder.setOriginHost("web-1");
        encoder.addStaticField("app_name", "shop");
        encoder.start();
        return encoder;
    }

    private Fluency fluency(int port) {
        FluencyBuilderForFluentd builder = new FluencyBuilderForFluentd();
        builder.setAckResponseMode(true);
        builder.setFlushAttemptIntervalMillis(50);
        builder.setWaitUntilBufferFlushed(60);
        builder.setReadTimeoutMilli(30_000);
        builder.setErrorHandler(errors::add);
        return builder.build("127.0.0.1", port);
    }

    /** Starts a listener; returns its port. */
    private int start(String protocol, Transport transport) {
        FakeApiKeys stored = new FakeApiKeys();
        stored.create(key(), SecretHash.of(SECRET), new Actor("test", "127.0.0.1", ""));
        QueueSettings topics = new QueueSettings(
                List.of(TopicFormat.of("logs=log")),
                new QueueSettings.Kafka("unused", "unused", "", Duration.ofSeconds(1), OptionalFile.of(""), Map.of()));
        Listeners listeners = new Listeners(
                Map.of("test", settings(protocol, transport)),
                "127.0.0.1",
                new Listeners.Parts(
                        queue,
                        decoding,
                        new GatewaySplitters(topics, "", "", registry, InstantSource.system()),
                        new MemoryBudget("uploads", 16 << 20, registry),
                        AccessPorts.keyRing(stored),
                        new DefaultSslBundleRegistry(),
                        registry,
                        InstantSource.system()));
        started = listeners;
        listeners.start();
        return listeners.port("test");
    }

    private static ListenerSettings settings(String protocol, Transport transport) {
        return new ListenerSettings(
                protocol,
                transport,
                "",
                0,
                Secret.of(SECRET),
                OptionalFile.of(""),
                new ListenerSettings.Ssl("", ClientAuth.NONE),
                100,
                100,
                Duration.ofHours(1),
                DataSize.ofBytes(0),
                "",
                Secret.of(""),
                OptionalFile.of(""));
    }

    private static ApiKey key() {
        return new ApiKey(
                UUID.randomUUID(),
                "listener",
                EnumSet.of(Scope.INGEST),
                Glob.ANY,
                Glob.ANY,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Keeps messages in memory, and may be unavailable. */
    private static final class Queue implements MessageQueue {

        private final List<OutgoingMessage> published = new CopyOnWriteArrayList<>();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean available = true;

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
        private List<LogEvent> events() {
            return published.stream()
                    .flatMap(message -> WireFormat.LOG
                            .topicDecoder(ZoneOffset.UTC)
                            .decode(received(message), 0, Long.MAX_VALUE)
                            .observations()
                            .stream())
                    .map(LogEvent.class::cast)
                    .toList();
        }

        private static Message received(OutgoingMessage message) {
            return new Message(
                    new Partition(message.topic(), message.topic(), 0),
                    0,
                    Instant.now(),
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
