package io.logaggregator.server.logs.tail;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one viewer gets to see, written by the thread that answers him. First he catches up, at his own pace and without
 * losing a line, then he follows. Not thread-safe.
 */
public final class ViewerStream implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ViewerStream.class);

    /** Between two questions whether he may stay. */
    private static final Duration WELCOME = Duration.ofSeconds(1);

    /** Until the feed has looked again. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final LogFeed feed;
    private final Viewer viewer;
    private final Duration heartbeat;
    private TailPosition position;

    /** Up to where the feed had looked when he was told last: the look that this came from may have been one more. */
    private Optional<TailCursor> reachedWhenTold = Optional.empty();

    /** Whether he has been told of nothing that lies beyond the position. */
    private boolean exact = true;

    private boolean welcome = true;
    private long welcomedNanos = System.nanoTime();
    private long writtenNanos;

    ViewerStream(LogFeed feed, Viewer viewer, TailPosition position, Duration heartbeat) {
        this.feed = feed;
        this.viewer = viewer;
        this.position = position;
        this.heartbeat = heartbeat;
    }

    /**
     * Writes until the server stops or the viewer may not stay.
     *
     * @throws IOException when the viewer has gone
     */
    public void writeTo(ViewerConnection connection) throws IOException, InterruptedException {
        viewer.connect(connection);
        OutputStream out = connection.out();
        write(out, ServerSentEvents.opening(position));
        while (goesOn(connection)) {
            boolean follows = viewer.isFollowing() || catchUp(connection);
            Optional<TailCursor> reached = viewer.reached(); // what he is not told of now lies beyond it
            Optional<byte[]> event = viewer.next(Duration.ZERO);
            if (event.isEmpty()) {
                out.flush();
                event = viewer.next(follows ? WELCOME : MOMENT);
            }
            if (event.isPresent()) {
                write(out, event.get());
                exact = false;
                reachedWhenTold = viewer.reached();
            } else if (follows && !reached.equals(reachedWhenTold)) {
                reached.ifPresent(this::move);
            }
            if (System.nanoTime() - writtenNanos >= heartbeat.toNanos()) {
                write(out, exact ? ServerSentEvents.heartbeat(position) : ServerSentEvents.HEARTBEAT);
            }
        }
        write(out, welcome ? ServerSentEvents.STOPPING : ServerSentEvents.REVOKED);
        out.flush();
    }

    private void move(TailCursor mark) {
        position = TailPosition.at(mark);
        exact = true;
    }

    private boolean goesOn(ViewerConnection connection) {
        if (welcome && System.nanoTime() - welcomedNanos >= WELCOME.toNanos()) {
            welcome = connection.mayStay();
            welcomedNanos = System.nanoTime();
        }
        return welcome && viewer.isOpen();
    }

    private void write(OutputStream out, byte[] event) throws IOException {
        out.write(event);
        writtenNanos = System.nanoTime();
    }

    /** Tells him of what there was up to the feed's last look; says whether he is up to date with that. */
    private boolean catchUp(ViewerConnection connection) throws IOException, InterruptedException {
        Optional<TailCursor> reached = viewer.reached();
        if (reached.isEmpty()) {
            return false;
        }
        try {
            boolean done = position.line().isEmpty() || read(position.from(), position.to(), connection);
            if (done && read(position.to(), reached.get(), connection)) {
                return feed.follow(viewer, position.to());
            }
        } catch (QueryTimeoutException e) {
            write(connection.out(), ServerSentEvents.GAP);
            position = TailPosition.at(reached.get());
        } catch (AggregatorException e) {
            log.debug("viewer cannot catch up yet: reason={}", e.getMessage());
        }
        return false;
    }

    /** Tells him of what is left between two marks; says whether he was told of all. */
    private boolean read(TailCursor from, TailCursor to, ViewerConnection connection)
            throws IOException, InterruptedException {
        OutputStream out = connection.out();
        boolean complete = true;
        while (goesOn(connection)) {
            Portion portion = feed.catchUp(viewer, from, to, position.line());
            if (complete && !portion.complete()) {
                complete = false;
                write(out, ServerSentEvents.GAP);
            }
            for (LogEvent event : portion.events()) {
                position = TailPosition.within(from, to, event.id());
                write(out, feed.line(position, event));
            }
            if (!portion.more()) {
                position = TailPosition.at(to);
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        feed.leave(viewer);
    }
}
