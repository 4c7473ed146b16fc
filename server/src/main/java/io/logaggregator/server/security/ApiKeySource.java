package io.logaggregator.server.security;

import java.nio.file.Path;

/** Where the API key comes from, for those who look for it. */
public sealed interface ApiKeySource {

    /** It is a setting. */
    record Setting() implements ApiKeySource {}

    /** It is in a file. */
    record KeyFile(Path file) implements ApiKeySource {}

    /** It was just made, and is in a file from now on. */
    record Generated(Path file) implements ApiKeySource {}
}
