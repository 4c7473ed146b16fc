package io.logaggregator.agent;

import java.nio.file.Path;

/**
 * Sent position of a file.
 *
 * @param offset start of the first line that the queue has not acknowledged
 * @param path last known path
 */
record FilePosition(String inode, Fingerprint fingerprint, long offset, Path path) {}
