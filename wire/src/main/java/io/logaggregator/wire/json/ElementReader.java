package io.logaggregator.wire.json;

import java.util.Optional;
import tools.jackson.core.JsonParser;

/** Decodes one JSON object to observations. Thread-safe. */
@FunctionalInterface
public interface ElementReader {

    /**
     * Reads the object whose opening brace is the parser's current token, up to and including its closing brace. Adds
     * to the result only after reading all of it, since the parser may throw before.
     *
     * @return the missing part, if the object lacks a mandatory one
     */
    Optional<String> read(JsonParser parser, DecodeResultBuilder result);
}
