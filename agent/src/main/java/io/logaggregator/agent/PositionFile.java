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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persists positions in a text file with one line per followed file, replaced atomically. A lock allows one agent at a time.
 * Not thread-safe.
 */
final class PositionFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PositionFile.class);

    private static final String HEADER =
            "# inode, created, first bytes (length, hash), last bytes before the offset (length, hash),"
                    + " offset of the next line, modified, file\n";

    /** Far more than the positions of the maximum of files; a larger file is damaged. */
    private static final long MAX_BYTES = 32 << 20;

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
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) > MAX_BYTES) {
                log.warn("saved positions ignored: file={} reason=\"larger than {} bytes\"", file, MAX_BYTES);
                return List.of();
            }
            return new String(Files.readAllBytes(file), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
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
                format(position.created()),
                Integer.toString(position.start().length()),
                position.start().hash(),
                Integer.toString(position.ending().length()),
                position.ending().hash(),
                Long.toString(position.offset()),
                format(position.modified()),
                position.path().toUri().toString());
    }

    private static String format(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    private Optional<FilePosition> parse(String line) {
        String[] fields = line.split("\t", -1);
        try {
            long offset = Long.parseLong(fields[6]);
            int endingLength = Integer.parseInt(fields[4]);
            return Optional.of(new FilePosition(
                    fields[0],
                    time(fields[1]),
                    new Sample(0, Integer.parseInt(fields[2]), fields[3]),
                    new Sample(offset - endingLength, endingLength, fields[5]),
                    offset,
                    time(fields[7]),
                    Path.of(URI.create(fields[8]))));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            log.warn("saved position ignored: file={} line=\"{}\" reason=\"{}\"", file, line, e.toString());
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
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
