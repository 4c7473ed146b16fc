package io.logaggregator.server.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** The connection on which a request came. Thread-safe. */
public interface CallerConnection {

    /** The connection of a request; always open if the request did not come through Tomcat. */
    static CallerConnection of(ServletRequest request) {
        return request.getAttribute(CallerConnection.class.getName()) instanceof CallerConnection connection
                ? connection
                : Unknown.CONNECTION;
    }

    /** Whether a request came over HTTP/2, in which a body needs no header. */
    static boolean isHttp2(ServletRequest request) {
        return request.getProtocol().equals("HTTP/2.0");
    }

    /** Whether the client is still connected, as far as this is known without writing to it. */
    boolean isOpen();

    /** Whether bytes of the body, or its end, can be read without waiting. */
    boolean hasInput();

    /** Whether the timeout for receiving the body is over. */
    boolean isBodyTimeoutOver();

    /** Restarts the timeout for receiving the body, because a part of a body of any length is stored. */
    void restartBodyTimeout();

    /**
     * Closes the connection without the last chunk, so that clients detect an incomplete response. Ended normally, a
     * truncated response would look complete.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-8">RFC 9112, handling incomplete messages</a>
     */
    void cut();

    /** The connection of a request that did not come through Tomcat. */
    enum Unknown implements CallerConnection {
        CONNECTION;

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean hasInput() {
            return false;
        }

        @Override
        public boolean isBodyTimeoutOver() {
            return false;
        }

        @Override
        public void restartBodyTimeout() {}

        @Override
        public void cut() {}
    }

    /** A connection of Tomcat. */
    record TomcatConnection(org.apache.coyote.Request request, boolean hasBody) implements CallerConnection {

        /** The number of available bytes that Tomcat reports after a failed read, so that the reader gets the error. */
        private static final int FAILED = 1;

        /** Tries to read the end of the connection. After a body, the end is not visible. */
        @Override
        public boolean isOpen() {
            if (hasBody) {
                return true;
            }
            request.action(ActionCode.AVAILABLE, true);
            return request.getAvailable() != FAILED;
        }

        @Override
        public boolean hasInput() {
            request.action(ActionCode.AVAILABLE, true);
            return request.getAvailable() > 0;
        }

        @Override
        public boolean isBodyTimeoutOver() {
            return request.getInputBuffer() instanceof BodyDeadlineValve.TimedBody body && body.isOver(Duration.ZERO);
        }

        @Override
        public void restartBodyTimeout() {
            if (request.getInputBuffer() instanceof BodyDeadlineValve.TimedBody body) {
                body.restart();
            }
        }

        @Override
        public void cut() {
            request.action(ActionCode.CLOSE_NOW, null);
        }
    }

    /** Sets the connection of each request. */
    final class ConnectionValve extends ValveBase {

        ConnectionValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            org.apache.coyote.Request raw = request.getCoyoteRequest();
            boolean hasBody = raw.getContentLengthLong() > 0
                    || raw.getHeader("Transfer-Encoding") != null
                    || CallerConnection.isHttp2(request.getRequest());
            request.setAttribute(CallerConnection.class.getName(), new TomcatConnection(raw, hasBody));
            getNext().invoke(request, response);
        }
    }
}
