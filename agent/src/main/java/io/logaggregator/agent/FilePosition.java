package io.logaggregator.agent;

import java.nio.file.Path;

/**
 * How far a file has been sent.
 *
 * @param offset where the first line begins that the queue does not have
 * @param path where the file was seen last
 */
record FilePosition(String inode, Fingerprint fingerprint, long offset, Path path) {}
