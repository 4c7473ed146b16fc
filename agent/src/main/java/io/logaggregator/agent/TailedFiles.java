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

/** The files that are followed: finds them, and knows them again by what they are, not by their names. Not thread-safe. */
final class TailedFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TailedFiles.class);

    private static final int MAX_FILES = 1_000;
    private static final int MAX_REMEMBERED = 1_000;

    private final FileTailing tailing;
    private final List<FileGlob> globs;
    private final Map<Object, FileTail> tails = new LinkedHashMap<>();
    private final List<FilePosition> remembered;
    private final Optional<Instant> rememberedAt;
    private final Set<Path> unreadable = new HashSet<>();
    private boolean firstScan = true;

    /** @param remembered positions of an earlier run, and when it noted them */
    TailedFiles(FileTailing tailing, List<FilePosition> remembered, Optional<Instant> rememberedAt) {
        this.tailing = tailing;
        this.globs = tailing.globs().stream().map(FileGlob::new).toList();
        this.remembered =
                new ArrayList<>(remembered.subList(Math.max(0, remembered.size() - MAX_REMEMBERED), remembered.size()));
        this.rememberedAt = rememberedAt;
    }

    /** A copy, so that files may come and go meanwhile. */
    List<FileTail> all() {
        return List.copyOf(tails.values());
    }

    /** Looks which files are there now. */
    void scan() {
        Set<FileTail> seen = new HashSet<>();
        for (FileGlob glob : globs) {
            for (Path path : glob.files()) {
                find(path).ifPresent(tail -> {
                    tail.seenAt(path);
                    seen.add(tail);
                });
            }
        }
        if (firstScan) {
            findRenamed();
            firstScan = false;
        }
        tails.values().stream().filter(tail -> !seen.contains(tail)).forEach(FileTail::notSeen);
    }

    private Optional<FileTail> find(Path path) {
        try {
            FileIdentity identity = FileIdentity.of(path);
            FileTail known = tails.get(identity.key());
            return known == null ? open(path, identity) : Optional.of(known);
        } catch (IOException e) {
            if (Files.exists(path) && unreadable.add(path)) {
                log.warn("event=file-unreadable file={} reason=\"{}\"", path, e.toString());
            }
            return Optional.empty();
        }
    }

    private Optional<FileTail> open(Path path, FileIdentity identity) throws IOException {
        if (tails.size() >= MAX_FILES) {
            if (unreadable.add(path)) {
                log.warn("event=file-ignored file={} reason=\"{} files are followed already\"", path, MAX_FILES);
            }
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!FileIdentity.of(path).equals(identity)) {
                channel.close(); // renamed just now: the next scan knows more
                return Optional.empty();
            }
            long start = start(path, identity, channel);
            var tail = new FileTail(identity, path, channel, start, tailing);
            tails.put(identity.key(), tail);
            log.info("event=file-followed file={} from={}", path, start);
            return Optional.of(tail);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private long start(Path path, FileIdentity identity, FileChannel channel) throws IOException {
        for (FilePosition position : remembered) {
            if (isOf(position, identity, channel)) {
                remembered.remove(position);
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

    /** What came into being while the agent was away is new, all of it. */
    private boolean isNewerThanLastRun(Path path) throws IOException {
        Instant created = Files.readAttributes(path, BasicFileAttributes.class)
                .creationTime()
                .toInstant();
        return rememberedAt.filter(created::isAfter).isPresent();
    }

    /** So that a line which is just being written is taken as a whole. */
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

    /** Files that were renamed while the agent was away, to names that no glob matches: their ends are still to come. */
    private void findRenamed() {
        for (FilePosition position : List.copyOf(remembered)) {
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
                log.warn("event=directory-unreadable directory={} reason=\"{}\"", directory, e.toString());
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
        } catch (IOException goneOrClosedToUs) {
            return false;
        }
    }

    /** Whether another file goes on where this one was cut. */
    boolean hasCopy(FileTail tail) throws IOException {
        for (FileTail other : tails.values()) {
            if (other != tail && other.isCopyOf(tail)) {
                return true;
            }
        }
        return false;
    }

    /** Ends following a file. */
    void remove(FileTail tail) {
        tails.values().remove(tail);
        close(tail);
        log.info("event=file-left file={}", tail.path());
    }

    /** How far each file has been sent; files of earlier runs that were not found again are among them. */
    List<FilePosition> positions() {
        return Stream.concat(remembered.stream(), tails.values().stream().map(FileTail::position))
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
            log.debug("event=file-not-closed file={}", tail.path(), e);
        }
    }
}
