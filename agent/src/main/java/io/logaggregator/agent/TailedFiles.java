package io.logaggregator.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The followed files. Device, inode and time of creation identify a file, not its name or content. Content only shows that a
 * new file may be the copy of a file that is about to be truncated: its lines wait until that has happened, or for some
 * seconds. Not thread-safe.
 */
final class TailedFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TailedFiles.class);

    private static final int MAX_FILES = 1_000;
    private static final int MAX_SAVED = 1_000;

    /** Time after the last growth of a copy within which the original must be truncated, else both are read. */
    private static final Duration COPY_TIMEOUT = Duration.ofSeconds(5);

    /** Maximum time until the lines of a new file are read. */
    private static final Duration MAX_COPY_TIME = Duration.ofMinutes(1);

    private final FileTailing tailing;
    private final List<FileGlob> globs;
    private final Map<Object, FileTail> tails = new LinkedHashMap<>();

    /** New files without a decision whether they are copies. */
    private final Map<FileTail, Growth> undecided = new HashMap<>();

    private final List<FilePosition> saved;
    private final Optional<Instant> savedAt;
    private final Set<Path> unreadable = new HashSet<>();
    private boolean firstScan = true;

    /** @param saved positions of the last run, saved at {@code savedAt} */
    TailedFiles(FileTailing tailing, List<FilePosition> saved, Optional<Instant> savedAt) {
        this.tailing = tailing;
        this.globs = tailing.globs().stream().map(FileGlob::new).toList();
        this.saved = new ArrayList<>(saved.subList(Math.max(0, saved.size() - MAX_SAVED), saved.size()));
        this.savedAt = savedAt;
    }

    /** A snapshot. */
    List<FileTail> all() {
        return List.copyOf(tails.values());
    }

    /** Updates the set of files. */
    void scan() {
        Set<FileTail> seen = new HashSet<>();
        boolean complete = true;
        for (FileGlob glob : globs) {
            try {
                for (Path path : glob.files()) {
                    find(path).ifPresent(tail -> {
                        tail.foundAt(path);
                        seen.add(tail);
                    });
                }
            } catch (IOException e) {
                complete = false; // no proof that a file is missing
                warnOnce(glob.base(), "directory not readable: directory={} reason=\"{}\"", e.toString());
            }
        }
        if (firstScan) {
            findRenamed();
            firstScan = false;
        }
        if (complete) {
            tails.values().stream().filter(tail -> !seen.contains(tail)).forEach(FileTail::notFound);
        }
    }

    private Optional<FileTail> find(Path path) {
        try {
            FileStatus status = FileStatus.of(path);
            FileTail known = tails.get(status.key());
            return known == null ? open(path, status) : Optional.of(known);
        } catch (IOException e) {
            if (Files.exists(path)) {
                warnOnce(path, "file not readable: file={} reason=\"{}\"", e.toString());
            }
            return Optional.empty();
        }
    }

    private void warnOnce(Path path, String message, String reason) {
        if (unreadable.size() < MAX_FILES && unreadable.add(path)) {
            log.warn(message, path, reason);
        }
    }

    private Optional<FileTail> open(Path path, FileStatus status) throws IOException {
        if (tails.size() >= MAX_FILES) {
            warnOnce(path, "file ignored: file={} reason=\"{}\"", "limit of " + MAX_FILES + " followed files");
            return Optional.empty();
        }
        String inode = FileStatus.inode(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!FileStatus.of(path).key().equals(status.key())) {
                channel.close(); // just renamed: the next scan tries again
                return Optional.empty();
            }
            Optional<FilePosition> known = takeSaved(path, inode, status);
            FilePosition position = known.isPresent()
                    ? known.get()
                    : position(start(path, inode, status, channel), path, inode, status, channel);
            var tail = new FileTail(status.key(), position, channel, tailing);
            tails.put(status.key(), tail);
            if (known.isEmpty() && position.offset() == 0 && !firstScan) {
                undecided.put(tail, new Growth());
            }
            log.info("following file: file={} from={}", path, position.offset());
            return Optional.of(tail);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Optional<FilePosition> takeSaved(Path path, String inode, FileStatus status) {
        Optional<FilePosition> position = saved.stream()
                .filter(candidate -> candidate.isOf(inode, status))
                .min(Comparator.comparing(candidate -> !candidate.path().equals(path)));
        position.ifPresent(saved::remove);
        return position;
    }

    private static FilePosition position(long offset, Path path, String inode, FileStatus status, FileChannel channel)
            throws IOException {
        return new FilePosition(
                inode,
                status.knownCreation(),
                Sample.start(channel),
                Sample.before(channel, offset),
                offset,
                Optional.empty(),
                path);
    }

    /** The start of a file without a saved position. A file that has replaced a followed one is new, like its lines. */
    private long start(Path path, String inode, FileStatus status, FileChannel channel) throws IOException {
        boolean replaces = saved.stream()
                .anyMatch(position ->
                        position.inode().equals(inode) || position.path().equals(path));
        boolean fromStart = replaces
                || !firstScan
                || tailing.begin() == FileTailing.Begin.START
                || savedAt.filter(status.created()::isAfter).isPresent();
        return fromStart ? 0 : lastLineStart(channel);
    }

    /** The start of the last line, which may be incomplete. */
    private long lastLineStart(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - tailing.maxLineBytes());
        var bytes = ByteBuffer.allocate((int) (size - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
        for (int i = bytes.position() - 1; i >= 0; i--) {
            if (bytes.get(i) == '\n') {
                return aligned(from + i + 1, channel);
            }
        }
        return aligned(from, channel);
    }

    /** Characters of UTF-16 start at even positions. */
    private static long aligned(long position, FileChannel channel) throws IOException {
        boolean isUtf8 = FileTail.charset(channel).filter(UTF_8::equals).isPresent();
        return isUtf8 ? position : position + position % 2;
    }

    /** Opens files that were renamed to a name without a matching glob while the agent was stopped, to read their remainder. */
    private void findRenamed() {
        for (FilePosition position : List.copyOf(saved)) {
            Path directory = position.path().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> siblings = Files.list(directory)) {
                siblings.filter(Files::isRegularFile)
                        .filter(sibling -> isUnfinished(sibling, position))
                        .findFirst()
                        .ifPresent(this::find);
            } catch (IOException | UncheckedIOException e) {
                log.warn("directory not readable: directory={} reason=\"{}\"", directory, e.toString());
            }
        }
    }

    private static boolean isUnfinished(Path sibling, FilePosition position) {
        try {
            if (!position.isOf(FileStatus.inode(sibling), FileStatus.of(sibling))
                    || Files.size(sibling) <= position.offset()) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(sibling, StandardOpenOption.READ)) {
                return position.matches(channel);
            }
        } catch (IOException goneOrNotReadable) {
            return false;
        }
    }

    /** Whether the lines of a file must wait, because it may be the copy of a file that is truncated next. */
    boolean mayBeCopy(FileTail tail) throws IOException {
        Growth growth = undecided.get(tail);
        if (growth == null) {
            return false;
        }
        if (!growth.isOver(tail.size()) && hasOriginal(tail)) {
            return true;
        }
        undecided.remove(tail);
        return false;
    }

    private boolean hasOriginal(FileTail tail) throws IOException {
        Sample start = tail.currentStart();
        for (FileTail other : tails.values()) {
            if (other != tail
                    && !other.isMissing()
                    && !other.isUnread()
                    && other.mayStartWith(start)
                    && (tail.isBeginOf(other) || tail.isCopyOf(other))) {
                return true;
            }
        }
        return false;
    }

    /** The new file that is the copy of a truncated file. The caller continues in it. */
    Optional<FileTail> takeCopy(FileTail truncated) throws IOException {
        for (FileTail candidate : List.copyOf(undecided.keySet())) {
            if (candidate != truncated && candidate.isCopyOf(truncated)) {
                undecided.remove(candidate);
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Stops following a file that is completely sent. */
    void remove(FileTail tail) {
        tails.values().remove(tail);
        undecided.remove(tail);
        close(tail);
        log.info("file no longer followed: file={}", tail.path());
    }

    /** Stops following a file that is not readable. A later scan continues at its position. */
    void suspend(FileTail tail) {
        remove(tail);
        if (saved.size() == MAX_SAVED) {
            saved.removeFirst();
        }
        saved.add(tail.position());
    }

    /** Sent positions, including those of saved files that were not found. */
    List<FilePosition> positions() {
        return Stream.concat(saved.stream(), tails.values().stream().map(FileTail::position))
                .toList();
    }

    @Override
    public void close() {
        tails.values().forEach(TailedFiles::close);
    }

    private static void close(FileTail tail) {
        try {
            tail.close();
        } catch (IOException e) {
            log.debug("file not closed: file={}", tail.path(), e);
        }
    }

    /** How long a new file waits. Not thread-safe. */
    private static final class Growth {

        private long sinceNanos;
        private long changedNanos;
        private long size;

        boolean isOver(long current) {
            long now = System.nanoTime();
            if (size == 0) {
                sinceNanos = now; // no lines have waited yet
            }
            if (current != size) {
                size = current;
                changedNanos = now;
            }
            return now - changedNanos > COPY_TIMEOUT.toNanos() || now - sinceNanos > MAX_COPY_TIME.toNanos();
        }
    }
}
