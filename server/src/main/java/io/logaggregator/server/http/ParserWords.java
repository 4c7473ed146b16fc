package io.logaggregator.server.http;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** What the JSON parser says of a text, without what it says of itself: callers are not told what reads them. */
public final class ParserWords {

    private static final Pattern OF_ITSELF = Pattern.compile(", from `[^`]*`|\\[Source: [^;]*; |]\\)$|`");

    private ParserWords() {}

    public static String of(JacksonException failure) {
        return OF_ITSELF.matcher(failure.getOriginalMessage()).replaceAll("");
    }
}
