package io.logaggregator.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program in a child JVM, started as a user starts it, which a test can kill. Thread-safe. */
public final class ChildJvm implements AutoCloseable {

    /** A small heap, and settings for a fast start. */
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The file of a program's archived classes, which all programs of the build read that start later. */
    public static Optional<Path> archive(Class<?> main) {
        return PackagedProgram.of(main, classPath()).map(PackagedProgram::archive);
    }

    /**
     * Starts a program on the JARs of its module if the build has packaged them, or else on the class path of this test.
     *
     * @param directory working directory; output is appended to {@code output.log} there
     */
    public static ChildJvm start(Class<?> main, Path directory, Map<String, String> environment, String... arguments) {
        return start(main, SMALL, directory, environment, arguments);
    }

    /** Starts a program with these options of the JVM, otherwise as {@link #start(Class, Path, Map, String...)}. */
    public static ChildJvm start(
            Class<?> main, List<String> options, Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Optional<PackagedProgram> packaged = PackagedProgram.of(main, classPath());
        packaged.ifPresent(program -> command.addAll(program.archiveOptions()));
        command.addAll(options);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), // a killed JVM leaves files behind
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                String.join(
                        File.pathSeparator,
                        packaged.map(PackagedProgram::classPath).orElseGet(ChildJvm::classPath)),
                main.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ChildJvm(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class path of this test without test classes, above all without their logging configuration. */
    private static List<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains(File.separator + "testkit" + File.separator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** All output in the directory so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no shutdown hooks run. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /**
     * SIGTERM, as Ctrl-C and process supervisors send it.
     *
     * @return the exit code
     */
    public int terminate(Duration limit) {
        process.destroy();
        awaitExit(limit);
        return process.exitValue();
    }

    /**
     * Waits for the exit.
     *
     * @return the exit code
     */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
