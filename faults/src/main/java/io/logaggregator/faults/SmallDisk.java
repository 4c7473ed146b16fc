package io.logaggregator.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system in memory that can be full: only root may mount one. */
final class SmallDisk implements AutoCloseable {

    private static final int LIMIT_SECONDS = 20;

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts one on a directory, made if need be; empty where that is not allowed. */
    static Optional<SmallDisk> mount(Path directory, long bytes) {
        try {
            Files.createDirectories(directory);
            return runs(List.of("mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", directory.toString()))
                    ? Optional.of(new SmallDisk(directory))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until nothing more goes in. */
    void fill() {
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int size = zeros.length; size > 0; ) {
                size = write(out, zeros, size) ? size : size / 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean write(OutputStream out, byte[] zeros, int size) {
        try {
            out.write(zeros, 0, size);
            return true;
        } catch (IOException e) {
            return false; // no space left
        }
    }

    void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever lies on it is gone; what a process still holds, when it ends. */
    @Override
    public void close() {
        unmount(directory);
    }

    /** Does nothing where nothing is mounted. */
    static void unmount(Path directory) {
        runs(List.of("umount", "--lazy", directory.toString()));
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program on this machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
