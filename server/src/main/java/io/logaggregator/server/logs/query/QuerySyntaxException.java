package io.logaggregator.server.logs.query;

/** Invalid or unsupported query syntax. The message is shown to the user. */
public final class QuerySyntaxException extends RuntimeException {

    private final int position;

    QuerySyntaxException(int position, String reason) {
        super(reason);
        this.position = position;
    }

    /** The position of the error in UTF-16 characters; the length of the text if its end is missing. */
    public int position() {
        return position;
    }
}
