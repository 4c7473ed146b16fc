package io.logaggregator.faults.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, to test a full disk. Mounting one requires root. */
public final class Tmpfs implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 20;

    private final Path directory;
    private final Path ballast;

    private Tmpfs(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts a file system on a directory, which is created if absent. Empty without the permission to mount. */
    static Optional<Tmpfs> mount(Path directory, long bytes) {
        try {
            Files.createDirectories(directory);
            return succeeds(List.of(
                            "mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tmpfs", directory.toString()))
                    ? Optional.of(new Tmpfs(directory))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes until no space is left. */
    public void fill() {
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

    public void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts lazily: open files are freed when their process ends. */
    @Override
    public void close() {
        unmount(directory);
    }

    /** No effect if nothing is mounted. */
    static void unmount(Path directory) {
        succeeds(List.of("umount", "--lazy", directory.toString()));
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
