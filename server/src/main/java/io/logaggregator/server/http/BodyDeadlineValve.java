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
 * Ends requests whose bodies take too long to arrive. Tomcat limits the time of each read only: who sends a byte now and
 * then would be read from for ever, also after he was refused.
 */
final class BodyDeadlineValve extends ValveBase {

    private static final Logger log = LoggerFactory.getLogger(BodyDeadlineValve.class);

    /** For who was answered early to come to the end of what he sends; before that few callers look at the answer. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final long LARGEST_REST = 16 << 20;

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
                passOverRest(request);
            }
        } finally {
            connection.setInputBuffer(untimed);
        }
    }

    /** Not of requests that were malformed; and who expects to be told to go on has not been told to. */
    private static boolean hasRest(Request request) {
        return !request.isAsync()
                && !request.getCoyoteRequest().hasExpectation()
                && !tells(request, ActionCode.IS_ERROR)
                && !tells(request, ActionCode.REQUEST_BODY_FULLY_READ);
    }

    private static boolean tells(Request request, ActionCode question) {
        AtomicBoolean answer = new AtomicBoolean();
        request.getCoyoteRequest().action(question, answer);
        return answer.get();
    }

    private static void passOverRest(Request request) {
        org.apache.coyote.Request connection = request.getCoyoteRequest();
        Discarded discarded = new Discarded();
        try {
            int bytes = 0;
            for (long passed = 0; bytes >= 0 && passed < LARGEST_REST && hasRest(request); passed += bytes) {
                bytes = connection.doRead(discarded);
            }
        } catch (IOException e) {
            log.debug("cut off while sending what nobody wants", e);
        }
        if (hasRest(request)) {
            connection.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Where Tomcat puts what nobody wants. */
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
            // Tomcat brings buffers of its own.
        }
    }

    private static final class TimedBody implements InputBuffer {

        private final InputBuffer body;
        private long endNanos;

        TimedBody(InputBuffer body, Duration limit) {
            this.body = body;
            this.endNanos = System.nanoTime() + limit.toNanos();
        }

        void endWithin(Duration limit) {
            long now = System.nanoTime();
            endNanos = now + Math.min(endNanos - now, limit.toNanos());
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            if (System.nanoTime() - endNanos > 0) {
                throw new SocketTimeoutException("the body took too long to arrive");
            }
            return body.doRead(handler);
        }

        @Override
        public int available() {
            return body.available();
        }
    }
}
