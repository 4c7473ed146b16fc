package io.logaggregator.server.access;

import java.nio.file.Path;

/** Where the API key comes from, for those who look for it. */
public sealed interface KeySource {

    /** It is a setting. */
    record Setting() implements KeySource {}

    /** It is in a file. */
    record KeyFile(Path file) implements KeySource {}

    /** It was just made, and is in a file from now on. */
    record Generated(Path file) implements KeySource {}
}
