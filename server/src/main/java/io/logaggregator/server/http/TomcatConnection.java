package io.logaggregator.server.http;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/** A connection as Tomcat has it, while one request on it is answered. */
final class TomcatConnection implements CallerConnection {

    /** What Tomcat counts as available where reading has failed, so that the reader finds out. */
    private static final int FAILED = 1;

    private final Request request;
    private final boolean hasBody;

    TomcatConnection(Request request) {
        this.request = request;
        hasBody = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Looks whether the end can be read already. Behind a body nothing can be seen of it. */
    @Override
    public boolean isOpen() {
        if (hasBody) {
            return true;
        }
        request.action(ActionCode.AVAILABLE, true);
        return request.getAvailable() != FAILED;
    }

    @Override
    public void cut() {
        request.action(ActionCode.CLOSE_NOW, null);
    }
}
