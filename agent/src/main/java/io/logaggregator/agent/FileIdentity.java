package io.logaggregator.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file a path leads to at the moment.
 *
 * @param key equal for two paths of one file, while the host is up
 * @param inode a part of it that stays the same when the host restarts; the path where there are no inodes
 */
record FileIdentity(Object key, String inode) {

    static FileIdentity of(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null
                ? new FileIdentity(path, path.toString())
                : new FileIdentity(key, Files.getAttribute(path, "unix:ino").toString());
    }
}
