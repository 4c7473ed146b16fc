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
 * A Kafka broker with its controller in this process. Topics and messages are in a directory and survive restarts.
 * Acknowledged messages survive {@code kill -9} of this process, but not a power failure.
 *
 * <p>It registers no shutdown hook: the caller closes it, after its clients.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafkaBroker.class);
    private static final String PORT_SETTING = "embedded.kafka.port";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;
    private final int port;
    private final DirectoryLock lock;

    private EmbeddedKafkaBroker(KafkaRaftServer server, int port, DirectoryLock lock) {
        this.server = server;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts a broker in a directory, which is created if absent. Returns when it accepts clients.
     *
     * @param directory for topics and messages, used by one process at a time
     * @param port on 127.0.0.1; 0: any free port
     * @throws EmbeddedServerException with cause and remedy
     */
    public static EmbeddedKafkaBroker start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param settings settings of the broker by name; {@code listeners} and {@code listener.security.protocol.map} are
     *     added to the default ones
     */
    public static EmbeddedKafkaBroker start(Path directory, int port, Map<String, String> settings) {
        DirectoryLock lock = DirectoryLock.acquire(directory);
        try {
            int free = LoopbackPort.claim(port, "Kafka", PORT_SETTING);
            int controllerPort = LoopbackPort.claimOther(free, "Kafka's controller", PORT_SETTING);
            Path data = directory.toAbsolutePath().resolve("data");
            Properties properties = BrokerProperties.of(data, free, controllerPort, settings);
            if (!Files.exists(data.resolve("meta.properties"))) {
                format(directory.resolve("broker.properties"), properties);
            }
            JvmExit.keepFromBroker();
            KafkaRaftServer server = launch(directory, properties);
            log.info("Kafka started: address={}:{} data={}", LoopbackPort.ADDRESS, free, data);
            return new EmbeddedKafkaBroker(server, free, lock);
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedServerException("Kafka cannot write to " + directory + ": " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Uses the command line tool, which changes less between versions than the classes behind it. */
    private static void format(Path file, Properties properties) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "Written at the first start, with the ports of that run");
        }
        var output = new ByteArrayOutputStream();
        int exit = StorageTool.execute(
                new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        if (exit != 0) {
            throw new EmbeddedServerException(
                    "Kafka cannot format its data directory: " + output.toString(StandardCharsets.UTF_8), null);
        }
    }

    // Scala code throws undeclared checked exceptions
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

    /** Value for {@code bootstrap.servers} of clients. */
    public String bootstrapServers() {
        return LoopbackPort.ADDRESS + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Creates topics. Existing ones stay unchanged. */
    public void createTopics(Collection<String> topics, int partitions) {
        createTopics(bootstrapServers(), topics, partitions);
    }

    /** As {@link #createTopics(Collection, int)}, on the broker at this address. */
    public static void createTopics(String bootstrapServers, Collection<String> topics, int partitions) {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
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
            result.get(TOPIC_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new EmbeddedServerException("topic cannot be created: " + e.getCause(), e);
            }
        } catch (TimeoutException e) {
            throw new EmbeddedServerException("topic not created within " + TOPIC_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while creating a topic", e);
        }
    }

    /** Stops the broker within seconds. */
    @Override
    public void close() {
        try {
            stop(server);
        } finally {
            lock.close();
        }
    }

    /** Stops in a separate thread, because a failed broker may need minutes for its shutdown. */
    private static void stop(KafkaRaftServer server) {
        Thread stopping = Thread.ofPlatform()
                .daemon()
                .name("embedded-kafka-stop")
                .start(() -> {
                    server.shutdown();
                    server.awaitShutdown();
                });
        try {
            if (!stopping.join(STOP_TIMEOUT)) {
                log.warn("Kafka not stopped, its log is checked at the next start: timeout={}", STOP_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
