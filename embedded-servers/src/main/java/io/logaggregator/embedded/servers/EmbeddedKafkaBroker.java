package io.logaggregator.embedded.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, with its controller, in threads of this process. Topics and messages live in a directory and
 * survive restarts; what was acknowledged survives {@code kill -9} of this process, though not a power cut.
 *
 * <p>It registers no shutdown hook: whoever started it closes it, after its users.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafkaBroker.class);
    private static final String PORT_SETTING = "embedded.kafka.port";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration TOPIC_LIMIT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;
    private final int port;
    private final DirectoryLock lock;

    private EmbeddedKafkaBroker(KafkaRaftServer server, int port, DirectoryLock lock) {
        this.server = server;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts a broker on a directory, made if need be, and returns when clients can use it.
     *
     * @param directory for topics and messages; one process at a time
     * @param port of 127.0.0.1; 0 = any free one
     * @throws EmbeddedServerException with the way out
     */
    public static EmbeddedKafkaBroker start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param settings of the broker, by their names; {@code listeners} and {@code listener.security.protocol.map} come to
     *     those that it has here by itself
     */
    public static EmbeddedKafkaBroker start(Path directory, int port, Map<String, String> settings) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            int free = LoopbackPort.claim(port, "Kafka", PORT_SETTING);
            int controllerPort = LoopbackPort.claimBesides(free, "Kafka's controller", PORT_SETTING);
            Path data = directory.toAbsolutePath().resolve("data");
            Properties properties = BrokerProperties.of(data, free, controllerPort, settings);
            if (!Files.exists(data.resolve("meta.properties"))) {
                format(directory.resolve("broker.properties"), properties);
            }
            JvmExit.keepFromBroker();
            KafkaRaftServer server = launch(directory, properties);
            log.info("Kafka listens on {}:{}, data in {}", LoopbackPort.ADDRESS, free, data);
            return new EmbeddedKafkaBroker(server, free, lock);
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedServerException("Kafka cannot write to " + directory + ": " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Through the command line's contract, which is steadier between versions than the classes behind it. */
    private static void format(Path file, Properties properties) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "Of the first start; the ports are those of that run.");
        }
        var output = new ByteArrayOutputStream();
        int exit = StorageTool.execute(
                new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        if (exit != 0) {
            throw new EmbeddedServerException(
                    "Kafka cannot prepare its data directory: " + output.toString(StandardCharsets.UTF_8), null);
        }
    }

    // Scala code throws checked exceptions unannounced, hence the broad catch.
    private static KafkaRaftServer launch(Path directory, Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (Exception e) {
            stop(server);
            throw new EmbeddedServerException("Kafka does not start in " + directory + ": " + e, e);
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LoopbackPort.ADDRESS + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Makes topics with so many partitions each; leaves those that exist as they are. */
    public void createTopics(Collection<String> topics, int partitions) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            var results = admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, partitions, (short) 1))
                            .toList())
                    .values();
            for (KafkaFuture<Void> result : results.values()) {
                awaitCreation(result);
            }
        }
    }

    private static void awaitCreation(KafkaFuture<Void> result) {
        try {
            result.get(TOPIC_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new EmbeddedServerException("topic cannot be made: " + e.getCause(), e);
            }
        } catch (TimeoutException e) {
            throw new EmbeddedServerException("topic cannot be made within " + TOPIC_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while a topic was made", e);
        }
    }

    /** Ends the broker within some seconds. */
    @Override
    public void close() {
        try {
            stop(server);
        } finally {
            lock.close();
        }
    }

    /** On a thread of its own, since a broker in trouble may take minutes to see that it cannot end in good order. */
    private static void stop(KafkaRaftServer server) {
        Thread stopping = Thread.ofPlatform()
                .daemon()
                .name("embedded-kafka-stop")
                .start(() -> {
                    server.shutdown();
                    server.awaitShutdown();
                });
        try {
            if (!stopping.join(STOP_LIMIT)) {
                log.warn("Kafka did not stop within {}; its log is checked at the next start", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
