package io.logaggregator.server.gateways;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.ElementBatch;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.MessageSplitter.Document;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.socket.Cut;
import io.logaggregator.gateways.socket.StreamSession;
import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.http.RequestBody;
import io.logaggregator.wire.json.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Appends the elements of a body while it arrives, and reads only as fast as the queue stores them. One per request; not
 * thread-safe.
 */
final class GatewayStream {

    /** Elements are appended when the buffer is full, or when nothing more can be read without waiting. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final int MAX_BUFFER_BYTES = MessageSplitter.MAX_MESSAGE_BYTES + BUFFER_BYTES;

    /** The buffer, its elements and their messages. */
    private static final int COPIES = 3;

    /** Clients of endless bodies repeat more after an error than after a wait. */
    private static final Duration MAX_QUEUE_WAIT = Duration.ofMinutes(5);

    private static final Duration INITIAL_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final GatewayIngest ingest;
    private final MessageQueue queue;
    private final Route.Stream route;
    private final StreamSession session;
    private final ApiKey key;
    private final CallerConnection connection;
    private boolean storedAny;

    GatewayStream(
            GatewayIngest ingest, MessageQueue queue, Route.Stream route, ApiKey key, CallerConnection connection) {
        this.ingest = ingest;
        this.queue = queue;
        this.route = route;
        this.session = route.sessions().get();
        this.key = key;
        this.connection = connection;
    }

    /**
     * Reads to the end of the body.
     *
     * @param outcomes receives the result of each part
     */
    HttpReply append(RequestBody body, Consumer<Outcome> outcomes) throws IOException {
        body.openStream();
        body.memory().add((long) COPIES * BUFFER_BYTES);
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = 0;
        boolean ended = false;
        while (!ended) {
            int read = body.read(buffer, length, buffer.length - length);
            ended = read < 0;
            length += Math.max(0, read);
            if (ended || length == buffer.length || !connection.hasInput()) {
                int consumed = append(new Bytes(buffer, 0, length), ended, outcomes);
                length -= consumed;
                System.arraycopy(buffer, consumed, buffer, 0, length);
            }
            if (length == buffer.length) {
                buffer = enlarged(buffer, body);
            }
        }
        return route.success();
    }

    private static byte[] enlarged(byte[] buffer, RequestBody body) {
        int size = Math.min(2 * buffer.length, MAX_BUFFER_BYTES);
        if (size == buffer.length) {
            throw new IllegalStateException("consumed: nothing of " + size + " bytes (expected: at least a byte)");
        }
        body.memory().add((long) COPIES * (size - buffer.length));
        return Arrays.copyOf(buffer, size);
    }

    private int append(Bytes received, boolean ended, Consumer<Outcome> outcomes) {
        Cut cut = ingest.decode(key, () -> session.cut(received, ended));
        if (cut.elements().hasNext()) {
            MessageSplitter messages = ingest.splitter(new Part(route, cut.elements()), key);
            List<Document> next = ingest.decode(key, messages::next);
            while (!next.isEmpty()) {
                publish(messages, next);
                next = ingest.decode(key, messages::next);
            }
            Outcome outcome = messages.outcome();
            outcomes.accept(outcome);
            storedAny |= outcome.events() > 0;
            if (!storedAny && outcome.isForbidden()) {
                throw new InvalidBodyException(Kind.FORBIDDEN, outcome.detail());
            }
            connection.restartBodyTimeout();
        }
        cut.error().ifPresent(detail -> {
            throw new InvalidBodyException(detail);
        });
        return cut.consumed();
    }

    /** Waits while the queue is unavailable. */
    private void publish(MessageSplitter messages, List<Document> documents) {
        long begin = System.nanoTime();
        Duration pause = INITIAL_PAUSE;
        while (true) {
            try {
                messages.publish(documents, queue);
                return;
            } catch (QueueUnavailableException e) {
                if (System.nanoTime() - begin > MAX_QUEUE_WAIT.toNanos()) {
                    throw e;
                }
                sleep(pause, e);
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
            }
        }
    }

    private static void sleep(Duration pause, QueueUnavailableException e) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** The elements of a part of the body. */
    private record Part(Route.Stream route, Iterator<Element> elements) implements ElementBatch {

        @Override
        public String format() {
            return route.format();
        }

        @Override
        public Envelope envelope() {
            return route.envelope();
        }

        @Override
        public boolean reportsRefusals() {
            return false;
        }
    }
}
