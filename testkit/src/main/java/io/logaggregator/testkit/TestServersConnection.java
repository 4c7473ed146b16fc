package io.logaggregator.testkit;

import io.logaggregator.testkit.TestServersProcess.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's connection to the {@link TestServersProcess} of the build, which it starts if there is none. The operating
 * system closes the connection when this JVM ends, however that happens, and the process ends after its last connection.
 */
final class TestServersConnection {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int POLL_MILLIS = 50;

    private static @Nullable TestServersConnection open;

    @SuppressWarnings("UnusedVariable") // open until this JVM ends
    private final Socket socket;

    private final Addresses addresses;

    private TestServersConnection(Socket socket, Addresses addresses) {
        this.socket = socket;
        this.addresses = addresses;
    }

    /** The connection of this JVM, opened by the first call. */
    static synchronized TestServersConnection open(Path directory) {
        if (open == null) {
            try {
                Files.createDirectories(directory);
                open = connectOrStart(directory);
            } catch (IOException e) {
                throw new UncheckedIOException("no connection to the servers of the tests in " + directory, e);
            }
        }
        return open;
    }

    Addresses addresses() {
        return addresses;
    }

    /** One JVM at a time, so that one process is started. */
    private static TestServersConnection connectOrStart(Path directory) throws IOException {
        try (FileChannel file = FileChannel.open(
                        directory.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            Optional<TestServersConnection> running = connect(directory);
            if (running.isPresent()) {
                return running.get();
            }
            Files.deleteIfExists(Addresses.file(directory));
            Process process = start(directory);
            long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
            while (System.nanoTime() < deadline && process.isAlive()) {
                Optional<TestServersConnection> started = connect(directory);
                if (started.isPresent()) {
                    return started.get();
                }
                pause();
            }
            process.destroy();
            throw new IOException("the servers of the tests do not start: see " + log(directory));
        }
    }

    private static Optional<TestServersConnection> connect(Path directory) throws IOException {
        Optional<Addresses> addresses = Addresses.read(directory);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), addresses.get().port()),
                    CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.getOutputStream().write((TestServers.DATABASE_PREFIX + "\n").getBytes(StandardCharsets.UTF_8));
            if (socket.getInputStream().read() == TestServersProcess.ACCEPTED) {
                return Optional.of(new TestServersConnection(socket, addresses.get()));
            }
        } catch (IOException e) {
            // it has ended, or is ending
        }
        socket.close();
        return Optional.empty();
    }

    private static Process start(Path directory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + directory,
                "-Dtestkit.shared.directory=" + TestBinaries.directory().getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                TestServersProcess.class.getName(),
                directory.toString()));
        buildProcess().ifPresent(pid -> command.add(Long.toString(pid)));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log(directory).toFile()))
                .start();
    }

    private static Path log(Path directory) {
        return directory.resolve("servers.log");
    }

    /** The build that started this JVM: the Maven process above it, if there is one. */
    private static Optional<Long> buildProcess() {
        return ancestors(ProcessHandle.current()).stream()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .map(ProcessHandle::pid)
                .reduce((_, outer) -> outer);
    }

    private static List<ProcessHandle> ancestors(ProcessHandle process) {
        List<ProcessHandle> ancestors = new ArrayList<>();
        for (Optional<ProcessHandle> parent = process.parent();
                parent.isPresent();
                parent = parent.get().parent()) {
            ancestors.add(parent.get());
        }
        return ancestors;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
