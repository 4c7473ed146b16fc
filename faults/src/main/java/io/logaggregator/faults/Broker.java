package io.logaggregator.faults;

import io.logaggregator.testkit.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The broker, to which all clients come over a line. */
final class Broker implements DisturbedProgram {

    static final String LOGS = "logs";
    static final String METRICS = "system-metrics";

    private static final int PARTITIONS = 4;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Line line;
    private ChildJvm program;

    /** Returns when it can be used. */
    Broker(Path directory, Line line) {
        this.directory = directory;
        this.line = line;
        this.program = launch();
        createTopics();
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(Stream.of(LOGS, METRICS)
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no topics can be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + line.port();
    }

    private ChildJvm launch() {
        Path portFile = directory.resolve(BrokerProgram.PORT_FILE);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(portFile);
            ChildJvm started = ChildJvm.start(
                    BrokerProgram.class, directory, Map.of(), directory.toString(), Integer.toString(line.port()));
            if (!Patience.until(START_LIMIT, () -> Files.exists(portFile) || !started.isAlive())
                    || !started.isAlive()) {
                throw new IllegalStateException("the broker does not start:\n" + started.output());
            }
            line.leadTo(Integer.parseInt(Files.readString(portFile)));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ChildJvm program() {
        return program;
    }

    @Override
    public void kill() {
        line.leadTo(0);
        DisturbedProgram.super.kill();
    }

    @Override
    public void start() {
        program = launch();
    }
}
