package io.logaggregator.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Identity of the file at a path.
 *
 * @param key equal for two paths of the same file until the host restarts
 * @param inode stable across restarts of the host; the path on file systems without inodes
 */
record FileIdentity(Object key, String inode) {

    static FileIdentity of(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null
                ? new FileIdentity(path, path.toString())
                : new FileIdentity(key, Files.getAttribute(path, "unix:ino").toString());
    }
}
