package io.logaggregator.server.logs.query;

/** A query that cannot be understood, or means something that cannot be searched for. The message is for who wrote it. */
public final class QuerySyntaxException extends RuntimeException {

    private final int position;

    QuerySyntaxException(int position, String reason) {
        super(reason);
        this.position = position;
    }

    /** Where in the text: the number of UTF-16 characters before it, or the text's length where something is missing. */
    public int position() {
        return position;
    }
}
