package io.logaggregator.wire;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Turns one JSON object into observations. Thread-safe. */
@FunctionalInterface
interface ElementReader {

    /**
     * Reads the object whose opening brace is the parser's current token, up to and including its closing brace. Adds to
     * the findings only when all of it has been read, since the parser may throw before.
     *
     * @return what is missing, where the object is of no use without
     */
    Optional<String> read(JsonParser parser, DecodeResultBuilder findings);
}
