package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueUnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaQueueTest {

    @Test
    void constructor_acceptsSettingsOfAnyOfTheThreeClients() {
        assertThatCode(() -> open(Map.of("session.timeout.ms", "6000", "linger.ms", "1", "client.id", "x"))
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void constructor_rejectsUnknownPropertyByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("sesion.timeout.ms", "6000")))
                .withMessageContaining("sesion.timeout.ms")
                .withMessageContaining("unknown");
    }

    @Test
    void constructor_rejectsInvalidValueByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("session.timeout.ms", "soon")))
                .withMessageContaining("session.timeout.ms")
                .withMessageContaining("soon");
    }

    @Test
    void constructor_rejectsReservedProperties() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("enable.auto.commit", "true")))
                .withMessageContaining("enable.auto.commit");
    }

    @Test
    void openConsumer_rejectsEmptyTopics() {
        try (var queue = new KafkaQueue(config(Set.of(), Map.of()), InstantSource.system())) {
            assertThatIllegalStateException().isThrownBy(queue::openConsumer).withMessageContaining("topics");
        }
    }

    /** A broker that accepts connections and does not respond. */
    @Test
    void publish_failsAfterItsTimeout_ifBrokerIsSilent() throws IOException {
        List<OutgoingMessage> messages = Collections.nCopies(3, new OutgoingMessage("logs", null, new byte[1]));
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var queue = new KafkaQueue(
                        config("127.0.0.1:" + silent.getLocalPort(), Set.of("logs"), Duration.ofMillis(300), Map.of()),
                        InstantSource.system())) {
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> queue.publish(messages))
                    .withMessageContaining("300 ms");
        }
    }

    @Test
    void nativeLz4_isUsedByAnotherClassLoader() throws Exception {
        try (var likeExecutableJar = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Class.forName(KafkaQueue.class.getName(), true, likeExecutableJar);

            Object factory = likeExecutableJar
                    .loadClass("net.jpountz.lz4.LZ4Factory")
                    .getMethod("fastestInstance")
                    .invoke(null);

            assertThat(factory).asString().contains("JNI");
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(path).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static KafkaQueue open(Map<String, String> properties) {
        return new KafkaQueue(config(Set.of("logs"), properties), InstantSource.system());
    }

    private static KafkaQueueConfig config(Set<String> topics, Map<String, String> properties) {
        return config("127.0.0.1:9092", topics, Duration.ofSeconds(5), properties);
    }

    private static KafkaQueueConfig config(
            String servers, Set<String> topics, Duration publishTimeout, Map<String, String> properties) {
        return new KafkaQueueConfig(
                servers, "group", topics, Optional.empty(), 100, 1 << 20, publishTimeout, properties);
    }
}
