package io.logaggregator.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The followed files. Recognizes files by identity, not by name. Not thread-safe. */
final class TailedFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TailedFiles.class);

    private static final int MAX_FILES = 1_000;
    private static final int MAX_SAVED = 1_000;

    private final FileTailing tailing;
    private final List<FileGlob> globs;
    private final Map<Object, FileTail> tails = new LinkedHashMap<>();
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
        for (FileGlob glob : globs) {
            for (Path path : glob.files()) {
                find(path).ifPresent(tail -> {
                    tail.foundAt(path);
                    seen.add(tail);
                });
            }
        }
        if (firstScan) {
            findRenamed();
            firstScan = false;
        }
        tails.values().stream().filter(tail -> !seen.contains(tail)).forEach(FileTail::notFound);
    }

    private Optional<FileTail> find(Path path) {
        try {
            FileIdentity identity = FileIdentity.of(path);
            FileTail known = tails.get(identity.key());
            return known == null ? open(path, identity) : Optional.of(known);
        } catch (IOException e) {
            if (Files.exists(path) && unreadable.add(path)) {
                log.warn("file not readable: file={} reason=\"{}\"", path, e.toString());
            }
            return Optional.empty();
        }
    }

    private Optional<FileTail> open(Path path, FileIdentity identity) throws IOException {
        if (tails.size() >= MAX_FILES) {
            if (unreadable.add(path)) {
                log.warn("file ignored: file={} reason=\"limit of {} followed files\"", path, MAX_FILES);
            }
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!FileIdentity.of(path).equals(identity)) {
                channel.close(); // just renamed: the next scan tries again
                return Optional.empty();
            }
            long start = start(path, identity, channel);
            var tail = new FileTail(identity, path, channel, start, tailing);
            tails.put(identity.key(), tail);
            log.info("following file: file={} from={}", path, start);
            return Optional.of(tail);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private long start(Path path, FileIdentity identity, FileChannel channel) throws IOException {
        for (FilePosition position : saved) {
            if (isOf(position, identity, channel)) {
                saved.remove(position);
                return position.offset();
            }
        }
        for (FileTail tail : tails.values()) {
            Optional<Long> position = tail.positionInCopy(channel);
            if (position.isPresent()) {
                return position.get();
            }
        }
        boolean fromStart = !firstScan || tailing.begin() == FileTailing.Begin.START || isNewerThanLastRun(path);
        return fromStart ? 0 : lastLineStart(channel);
    }

    private static boolean isOf(FilePosition position, FileIdentity identity, FileChannel channel) throws IOException {
        return position.inode().equals(identity.inode())
                && position.offset() <= channel.size()
                && position.fingerprint().matches(channel);
    }

    /** Files created while the agent was stopped are read from the start. */
    private boolean isNewerThanLastRun(Path path) throws IOException {
        Instant created = Files.readAttributes(path, BasicFileAttributes.class)
                .creationTime()
                .toInstant();
        return savedAt.filter(created::isAfter).isPresent();
    }

    /** The start of the last line, which may be incomplete. */
    private long lastLineStart(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - tailing.maxLineBytes());
        var bytes = ByteBuffer.allocate((int) (size - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
        for (int i = bytes.position() - 1; i >= 0; i--) {
            if (bytes.get(i) == '\n') {
                return from + i + 1;
            }
        }
        return from;
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
            } catch (IOException e) {
                log.warn("directory not readable: directory={} reason=\"{}\"", directory, e.toString());
            }
        }
    }

    private static boolean isUnfinished(Path sibling, FilePosition position) {
        try {
            FileIdentity identity = FileIdentity.of(sibling);
            if (!identity.inode().equals(position.inode()) || Files.size(sibling) <= position.offset()) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(sibling, StandardOpenOption.READ)) {
                return isOf(position, identity, channel);
            }
        } catch (IOException goneOrNotReadable) {
            return false;
        }
    }

    /** Whether another followed file is a copy of this one. */
    boolean hasCopy(FileTail tail) throws IOException {
        for (FileTail other : tails.values()) {
            if (other != tail && other.isCopyOf(tail)) {
                return true;
            }
        }
        return false;
    }

    /** Stops following a file. */
    void remove(FileTail tail) {
        tails.values().remove(tail);
        close(tail);
        log.info("file no longer followed: file={}", tail.path());
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
}
