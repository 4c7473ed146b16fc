package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persists positions in a text file with one line per followed file, replaced atomically. A lock allows one agent at a time.
 * Not thread-safe.
 */
final class PositionFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PositionFile.class);

    private static final String HEADER = "# inode, length and hash of the first bytes, offset of the next line, file\n";

    private final Path file;
    private final FileChannel lock;
    private List<FilePosition> saved = List.of();

    PositionFile(Path directory) {
        file = directory.resolve("positions");
        try {
            Files.createDirectories(directory);
            lock = FileChannel.open(directory.resolve("positions.lock"), CREATE, WRITE);
            if (!tryLock(lock)) {
                lock.close();
                throw new IOException("in use by another agent (expected: one state directory per agent)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("state directory " + directory + ": " + e.getMessage(), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock held = channel.tryLock();
            return held != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    /** Time of the last save; empty without one. */
    Optional<Instant> savedAt() {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The saved positions. */
    List<FilePosition> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            return lines.filter(line -> !line.startsWith("#"))
                    .flatMap(line -> parse(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves the positions if they have changed. A failure is logged, and the next call retries. */
    void save(List<FilePosition> positions) {
        if (positions.equals(saved)) {
            return;
        }
        try {
            write(positions.stream().map(PositionFile::format).collect(Collectors.joining("\n", HEADER, "\n")));
            saved = List.copyOf(positions);
        } catch (IOException e) {
            log.warn("positions not saved: file={} reason=\"{}\"", file, e.toString());
        }
    }

    private void write(String text) throws IOException {
        Path next = file.resolveSibling("positions.next");
        try (FileChannel out = FileChannel.open(next, CREATE, TRUNCATE_EXISTING, WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String format(FilePosition position) {
        return String.join(
                "\t",
                position.inode(),
                Integer.toString(position.fingerprint().length()),
                position.fingerprint().hash(),
                Long.toString(position.offset()),
                position.path().toUri().toString());
    }

    private Optional<FilePosition> parse(String line) {
        String[] fields = line.split("\t", -1);
        try {
            return Optional.of(new FilePosition(
                    fields[0],
                    new Fingerprint(Integer.parseInt(fields[1]), fields[2]),
                    Long.parseLong(fields[3]),
                    Path.of(URI.create(fields[4]))));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            log.warn("saved position ignored: file={} line=\"{}\" reason=\"{}\"", file, line, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.debug("lock not closed: file={}", file, e);
        }
    }
}
