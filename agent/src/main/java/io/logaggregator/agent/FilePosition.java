package io.logaggregator.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Sent position of a file.
 *
 * @param created time of creation, since an inode is reused for another file; empty if unknown
 * @param start first bytes of the file
 * @param ending last bytes before the offset
 * @param offset start of the first line that the queue has not acknowledged
 * @param modified time of the last change, if the file ended at the offset then
 * @param path last known path
 */
record FilePosition(
        String inode,
        Optional<Instant> created,
        Sample start,
        Sample ending,
        long offset,
        Optional<Instant> modified,
        Path path) {

    /** Whether a file has the bytes that are known of this one. */
    boolean matches(FileChannel file) throws IOException {
        return start.matches(file) && ending.matches(file);
    }

    /** Whether this may be a position in a file, as far as the file system shows. */
    boolean isOf(String otherInode, FileStatus file) {
        return inode.equals(otherInode)
                && created.filter(time -> !time.equals(file.created())).isEmpty();
    }
}
