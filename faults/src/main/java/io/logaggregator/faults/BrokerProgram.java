package io.logaggregator.faults;

import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A broker in a JVM of its own, which tells its clients to come over the line. */
final class BrokerProgram {

    /** Where it writes on which port it listens, when it does. */
    static final String PORT_FILE = "port";

    private BrokerProgram() {}

    /** Arguments: the directory, the port of the line. */
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
