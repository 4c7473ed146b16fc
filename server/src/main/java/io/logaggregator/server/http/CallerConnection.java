package io.logaggregator.server.http;

import jakarta.servlet.ServletRequest;

/** The connection of a caller, beyond what a request and its answer are good for. Thread-safe. */
public interface CallerConnection {

    /** That on which a request came. */
    static CallerConnection of(ServletRequest request) {
        return request.getAttribute(CallerConnection.class.getName()) instanceof CallerConnection connection
                ? connection
                : new UnknownConnection();
    }

    /** Whether he is still there, as far as this can be known without writing to him. */
    boolean isOpen();

    /**
     * Closes it; nothing more is sent. An answer that has begun and cannot be completed would, ended as others are, look
     * complete: so the last chunk is missing, which every client takes for an error.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-8">RFC 9112, handling incomplete messages</a>
     */
    void cut();
}
