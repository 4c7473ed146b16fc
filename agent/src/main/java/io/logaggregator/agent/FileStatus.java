package io.logaggregator.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * Identity and state of the file at a path.
 *
 * @param key device and inode, equal for two paths of one file until the host restarts
 * @param created time of creation; equal to {@code modified} if the file system does not have it
 */
record FileStatus(Object key, Instant created, Instant modified, long size) {

    static FileStatus of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Instant created = attributes.creationTime().toInstant();
        Object key = attributes.fileKey();
        return new FileStatus(
                key == null ? path + " " + created : key,
                created,
                attributes.lastModifiedTime().toInstant(),
                attributes.size());
    }

    /** The inode of a file, stable across restarts of the host; the path on file systems without inodes. */
    static String inode(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("unix")
                ? Files.getAttribute(path, "unix:ino").toString()
                : path.toString();
    }

    /** The time of creation if the file system has it for certain. */
    Optional<Instant> knownCreation() {
        return created.equals(modified) ? Optional.empty() : Optional.of(created);
    }
}
