package io.logaggregator.server.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import de.siegmar.logbackgelf.AbstractGelfAppender;
import de.siegmar.logbackgelf.GelfEncoder;
import de.siegmar.logbackgelf.GelfTcpAppender;
import de.siegmar.logbackgelf.GelfUdpAppender;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.server.settings.ListenerSettings;
import io.logaggregator.server.settings.ListenerSettings.ClientAuth;
import io.logaggregator.server.settings.ListenerSettings.Transport;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.testkit.TestLogback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.komamitsu.fluency.EventTime;
import org.komamitsu.fluency.Fluency;
import org.komamitsu.fluency.fluentd.FluencyBuilderForFluentd;
import org.slf4j.Logger;
import org.springframework.util.unit.DataSize;

/** Real clients of GELF and of the forward protocol, with a queue and keys in memory. */
class ListenerClientsIT extends ListenerFixture {

    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    @BeforeEach
    void createKey() {
        stored.create(key("*"), SecretHash.of(SECRET), actor());
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
        LoggerContext context = TestLogback.context("<configuration/>");
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
        start(Map.of("test", settings(protocol, transport)));
        return listeners().port("test");
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
}
