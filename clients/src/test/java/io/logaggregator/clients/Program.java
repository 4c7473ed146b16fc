package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A running program of another product, ended by {@link #close}. */
final class Program implements AutoCloseable {

    /** Where the script {@code unpack-programs} puts programs of Debian. */
    private static final Path UNPACKED = Path.of("target", "debian").toAbsolutePath();

    /** Set by .ci/run where it cannot download the programs. */
    private static final boolean REQUIRED = System.getenv("CI") != null && System.getenv("CLIENTS_UNAVAILABLE") == null;

    private static final Duration EXIT_LIMIT = Duration.ofMinutes(5);

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The file of a program, installed or unpacked. Without it the test is skipped; in CI it fails. */
    static Path find(String name) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of),
                        Stream.of("usr/bin", "usr/sbin", "lib/systemd", "usr/lib/systemd")
                                .map(UNPACKED::resolve))
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent() || REQUIRED, name + " is not installed");
        assertThat(found)
                .as("%s is required in CI (clients/unpack-programs)", name)
                .isPresent();
        return found.orElseThrow();
    }

    /** A directory or file of the package of a program, at this path below the root. */
    static Path resource(Path program, String path) {
        return program.startsWith(UNPACKED)
                ? UNPACKED.resolve(path)
                : Path.of("/").resolve(path);
    }

    /** Starts a program. Relative paths in its arguments are below {@code directory}. */
    static Program start(Path directory, Map<String, String> environment, List<String> command) {
        Path output =
                directory.resolve(Path.of(command.getFirst()).getFileName() + "-" + NUMBERS.incrementAndGet() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        if (command.getFirst().startsWith(UNPACKED.toString())) {
            builder.environment().put("LD_LIBRARY_PATH", libraries());
        }
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end, which must be successful. */
    static String run(Path directory, Map<String, String> environment, List<String> command) {
        try (Program program = start(directory, environment, command)) {
            assertThat(program.process.waitFor(EXIT_LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends; output: %s", command, program.output())
                    .isTrue();
            assertThat(program.process.exitValue())
                    .as("exit code of %s; output: %s", command, program.output())
                    .isZero();
            return program.output();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String libraries() {
        try (Stream<Path> files = Files.walk(UNPACKED, 3)) {
            return files.filter(path -> path.endsWith("syslog-ng")
                            || path.getFileName().toString().endsWith("-linux-gnu"))
                    .flatMap(path -> Stream.of(path, path.resolve("systemd")))
                    .map(Path::toString)
                    .reduce((one, other) -> one + File.pathSeparator + other)
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Evaluates a condition until it holds; fails with the output of the program if that takes too long. */
    void await(String description, Callable<Boolean> condition) {
        try {
            Awaitility.await(description)
                    .failFast("the program has ended", () -> !process.isAlive())
                    .until(condition);
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError(output(), e);
        }
    }

    /** Calls a function; its failure contains the output of the program. */
    <T> T explain(Supplier<T> function) {
        try {
            return function.get();
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError("output of the program: " + output(), e);
        }
    }

    /** Writes a line to the standard input of the program. */
    void write(String line) {
        try {
            process.getOutputStream().write((line + '\n').getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(output(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
