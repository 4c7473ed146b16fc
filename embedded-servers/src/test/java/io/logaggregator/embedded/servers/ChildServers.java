package io.logaggregator.embedded.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Runs both servers in a child JVM. */
final class ChildServers {

    private ChildServers() {}

    /** Returns when the servers of the child listen on the ports. */
    static Process start(Path directory, int postgresPort, int kafkaPort) throws IOException {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildServers.class.getName(),
                        directory.toString(),
                        Integer.toString(postgresPort),
                        Integer.toString(kafkaPort))
                .redirectError(Redirect.INHERIT)
                .start();
        BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); !"up".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IOException("the child did not start its servers");
            }
        }
        return child;
    }

    static Path postgres(Path directory) {
        return directory.resolve("postgres");
    }

    static Path kafka(Path directory) {
        return directory.resolve("kafka");
    }

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        var _ = EmbeddedPostgresServer.start(postgres(directory), Integer.parseInt(arguments[1]));
        var _ = EmbeddedKafkaBroker.start(kafka(directory), Integer.parseInt(arguments[2]));
        System.out.println("up");
        while (true) {
            LockSupport.park();
        }
    }
}
