package io.logaggregator.faults.system;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A Kafka broker in its own process. All clients connect through a proxy. */
public final class Broker implements FaultTarget.Jvm {

    public static final String LOGS = "logs";
    public static final String METRICS = "system-metrics";

    private static final int PARTITIONS = 4;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    private final Path directory;
    private final NetworkProxy proxy;
    private ChildJvm process;

    /** Returns when the broker and its topics are available. */
    Broker(Path directory, NetworkProxy proxy) {
        this.directory = directory;
        this.proxy = proxy;
        this.process = launch();
        EmbeddedKafkaBroker.createTopics(bootstrapServers(), List.of(LOGS, METRICS), PARTITIONS);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + proxy.port();
    }

    private ChildJvm launch() {
        Path portFile = directory.resolve(Main.PORT_FILE);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(portFile);
            ChildJvm started = ChildJvm.start(
                    Main.class, directory, Map.of(), directory.toString(), Integer.toString(proxy.port()));
            Await.require(
                    START_TIMEOUT, () -> Files.exists(portFile) || !started.isAlive(), "the broker does not start");
            if (!started.isAlive()) {
                throw new IllegalStateException("the broker does not start:\n" + started.output());
            }
            proxy.forwardTo(Integer.parseInt(Files.readString(portFile)));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ChildJvm process() {
        return process;
    }

    @Override
    public void kill() {
        proxy.forwardTo(0);
        FaultTarget.Jvm.super.kill();
    }

    @Override
    public void start() {
        process = launch();
    }

    /** Entry point of the broker's process. It advertises the proxy to clients. */
    static final class Main {

        /** Written when the broker listens. */
        static final String PORT_FILE = "port";

        private Main() {}

        /** Arguments: the directory, the port of the proxy. */
        public static void main(String[] arguments) throws IOException {
            System.setProperty("logback.configurationFile", "io/logaggregator/faults/logback-broker.xml");
            Path directory = Path.of(arguments[0]);
            Map<String, String> settings = Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + arguments[1]);
            EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("kafka"), 0, settings);
            Path written = Files.writeString(directory.resolve("port.new"), Integer.toString(broker.port()));
            Files.move(written, directory.resolve(PORT_FILE), StandardCopyOption.ATOMIC_MOVE);
            while (true) {
                LockSupport.park();
            }
        }
    }
}
