package io.logaggregator.server.json;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Messages of the JSON parser without names of Java classes. */
public final class JacksonMessages {

    private static final Pattern INTERNALS = Pattern.compile(", from `[^`]*`|\\[Source: [^;]*; |]\\)$|`");

    private JacksonMessages() {}

    /** The message of a failure. */
    public static String of(JacksonException failure) {
        return INTERNALS.matcher(failure.getOriginalMessage()).replaceAll("");
    }
}
