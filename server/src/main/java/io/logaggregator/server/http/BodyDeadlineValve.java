package io.logaggregator.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the time for receiving a body. Tomcat limits only each read: a client that sends a byte now and then would
 * occupy a thread without end, even after an error response.
 */
final class BodyDeadlineValve extends ValveBase {

    private static final Logger log = LoggerFactory.getLogger(BodyDeadlineValve.class);

    /** Time for the rest of a body after an early response: most clients read the response only after sending. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** The application ends a body first, and responds itself: Tomcat replaces a response after a failed read. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private static final long MAX_REST = 16 << 20;

    private final Duration limit;

    BodyDeadlineValve(Duration limit) {
        super(true);
        this.limit = limit;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request connection = request.getCoyoteRequest();
        InputBuffer untimed = connection.getInputBuffer();
        TimedBody body = new TimedBody(untimed, limit);
        connection.setInputBuffer(body);
        try {
            getNext().invoke(request, response);
            if (hasRest(request)) {
                response.finishResponse();
                body.endWithin(GRACE);
                discardRest(request);
            }
        } finally {
            connection.setInputBuffer(untimed);
        }
    }

    /** Whether body bytes follow. Not after a malformed request, nor if the client still waits for 100 Continue. */
    private static boolean hasRest(Request request) {
        return !request.isAsync()
                && !request.getCoyoteRequest().hasExpectation()
                && !query(request, ActionCode.IS_ERROR)
                && !query(request, ActionCode.REQUEST_BODY_FULLY_READ);
    }

    private static boolean query(Request request, ActionCode code) {
        AtomicBoolean result = new AtomicBoolean();
        request.getCoyoteRequest().action(code, result);
        return result.get();
    }

    private static void discardRest(Request request) {
        org.apache.coyote.Request connection = request.getCoyoteRequest();
        Discarded discarded = new Discarded();
        try {
            int bytes = 0;
            for (long passed = 0; bytes >= 0 && passed < MAX_REST && hasRest(request); passed += bytes) {
                bytes = connection.doRead(discarded);
            }
        } catch (IOException e) {
            log.debug("connection failed while discarding the rest of a body", e);
        }
        if (hasRest(request)) {
            connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Receives discarded bytes. */
    private static final class Discarded implements ApplicationBufferHandler {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Tomcat allocates its own buffers.
        }
    }

    /** A body with the time at which it must have arrived. */
    static final class TimedBody implements InputBuffer {

        private final InputBuffer body;
        private final Duration limit;
        private long endNanos;

        TimedBody(InputBuffer body, Duration limit) {
            this.body = body;
            this.limit = limit;
            restart();
        }

        /** For a body of any length: the limit applies to each of its parts. */
        void restart() {
            endNanos = System.nanoTime() + limit.toNanos();
        }

        boolean isOver(Duration since) {
            return System.nanoTime() - endNanos > since.toNanos();
        }

        void endWithin(Duration rest) {
            long now = System.nanoTime();
            endNanos = now + Math.min(endNanos - now, rest.toNanos());
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            if (isOver(DELAY)) {
                throw new SocketTimeoutException("timeout while receiving the body");
            }
            return body.doRead(handler);
        }

        @Override
        public int available() {
            return body.available();
        }
    }
}
