package io.logaggregator.server.logs.tail;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.logs.tail.TailClient.Detachment;
import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.server.overload.ObjectSize;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of a client, written by its own thread. The client first catches up without skipping an event, then receives
 * each poll. Not thread-safe.
 */
public final class TailStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TailStream.class);

    private static final Duration AUTHORIZATION_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CATCH_UP_INTERVAL = Duration.ofMillis(50);

    /** A client with slower queries takes part in no poll for {@link #ALONE}. */
    private static final Duration SLOW_QUERY = Duration.ofMillis(250);

    private static final Duration ALONE = Duration.ofMinutes(1);

    /** Consecutive timeouts that end the stream; one may be caused by the load of the database. */
    private static final int MAX_TIMEOUTS = 2;

    private final LogFeed feed;
    private final TailClient client;
    private final Duration heartbeatInterval;
    private final Reservation memory;
    private TailPosition position;

    /** The cursor of the last poll when the last event was sent, which may belong to the poll after it. */
    private Optional<TailCursor> polledWhenSent = Optional.empty();

    /** Whether no event beyond the position was sent. */
    private boolean exact = true;

    private int timeouts; // consecutive
    private boolean detached;
    private long aloneSinceNanos;
    private boolean alone;
    private boolean authorized = true;
    private long authorizedNanos = System.nanoTime();
    private long writtenNanos;

    /** @param memory for the events that are being sent while catching up */
    TailStream(LogFeed feed, TailClient client, TailPosition position, Duration heartbeatInterval, Reservation memory) {
        this.feed = feed;
        this.client = client;
        this.position = position;
        this.heartbeatInterval = heartbeatInterval;
        this.memory = memory;
    }

    /**
     * Writes until the server stops or the client is not authorized any more.
     *
     * @throws IOException if the client has disconnected
     */
    public void writeTo(TailConnection connection) throws IOException, InterruptedException {
        client.connect(connection);
        OutputStream out = connection.out();
        write(out, ServerSentEvents.opening(position));
        while (isActive(connection)) {
            boolean caughtUp = client.isCaughtUp() || catchUp(connection);
            Optional<TailCursor> polled = client.polled(); // events that are not buffered now lie beyond it
            Optional<byte[]> event = client.next(Duration.ZERO);
            if (event.isEmpty()) {
                out.flush();
                event = client.next(caughtUp ? AUTHORIZATION_INTERVAL : CATCH_UP_INTERVAL);
            }
            if (event.isPresent()) {
                write(out, event.get());
                exact = false;
                polledWhenSent = client.polled();
            } else if (caughtUp && client.isCaughtUp() && !polled.equals(polledWhenSent)) {
                polled.ifPresent(this::advance);
            }
            if (System.nanoTime() - writtenNanos >= heartbeatInterval.toNanos()) {
                write(out, exact ? ServerSentEvents.heartbeat(position) : ServerSentEvents.HEARTBEAT);
            }
        }
        write(out, end());
        out.flush();
    }

    private byte[] end() {
        if (timeouts == MAX_TIMEOUTS) {
            feed.timedOut();
            return ServerSentEvents.TIMED_OUT;
        }
        return authorized ? ServerSentEvents.STOPPING : ServerSentEvents.REVOKED;
    }

    private void advance(TailCursor cursor) {
        position = TailPosition.at(cursor);
        exact = true;
    }

    private boolean isActive(TailConnection connection) {
        if (authorized && System.nanoTime() - authorizedNanos >= AUTHORIZATION_INTERVAL.toNanos()) {
            authorized = connection.mayStay();
            authorizedNanos = System.nanoTime();
        }
        return authorized && timeouts < MAX_TIMEOUTS && client.isOpen();
    }

    private void write(OutputStream out, byte[] event) throws IOException {
        out.write(event);
        writtenNanos = System.nanoTime();
    }

    /** Sends the events up to the last poll; returns whether the client has caught up. */
    private boolean catchUp(TailConnection connection) throws IOException, InterruptedException {
        Optional<Detachment> detachment = client.takeDetachment();
        if (detachment.isPresent()) {
            continueAlone(detachment.get(), connection.out());
        }
        Optional<TailCursor> polled = client.polled();
        if (polled.isEmpty()) {
            return false;
        }
        if (position.equals(TailPosition.at(polled.get()))) {
            return subscribe(); // nothing to query before the next poll
        }
        try {
            boolean complete = position.event().isEmpty() || send(position.from(), position.to(), connection);
            if (complete && send(position.to(), polled.get(), connection)) {
                return subscribe();
            }
        } catch (QueryTimeoutException e) {
            timeouts++;
            stayAlone();
            write(connection.out(), ServerSentEvents.GAP);
            position = TailPosition.at(polled.get());
        } catch (AggregatorException e) {
            log.debug("client cannot catch up: reason={}", e.getMessage());
        }
        return false;
    }

    private boolean subscribe() {
        return timeouts == 0 && !isAlone() && feed.subscribe(client, position.to());
    }

    /** Writes the buffer, which ends at the position from which the stream continues with queries of its own. */
    private void continueAlone(Detachment detachment, OutputStream out) throws IOException, InterruptedException {
        for (Optional<byte[]> event = client.next(Duration.ZERO); event.isPresent(); ) {
            write(out, event.get());
            event = client.next(Duration.ZERO);
        }
        position = detachment.position();
        exact = true;
        detached = true;
        if (detachment.slow()) {
            stayAlone();
        }
    }

    private void stayAlone() {
        alone = true;
        aloneSinceNanos = System.nanoTime();
    }

    private boolean isAlone() {
        return alone && System.nanoTime() - aloneSinceNanos < ALONE.toNanos();
    }

    /** Sends the remaining events between two cursors; returns whether all were sent. */
    private boolean send(TailCursor from, TailCursor to, TailConnection connection)
            throws IOException, InterruptedException {
        OutputStream out = connection.out();
        boolean complete = true;
        while (isActive(connection)) {
            Portion portion = feed.catchUp(client, from, to, position.event());
            timeouts = portion.committed() > 0 ? 0 : timeouts;
            if (detached && client.queryDuration().compareTo(SLOW_QUERY) > 0) {
                stayAlone();
            }
            if (!memory.tryAdd(ObjectSize.of(portion.events()))) {
                return false;
            }
            if (complete && !portion.complete()) {
                complete = false;
                write(out, ServerSentEvents.GAP);
            }
            for (LogEvent event : portion.events()) {
                position = TailPosition.within(from, to, event.id());
                write(out, feed.encode(position, event));
            }
            memory.close();
            if (!portion.more()) {
                position = TailPosition.at(to);
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        memory.close();
        feed.remove(client);
    }
}
