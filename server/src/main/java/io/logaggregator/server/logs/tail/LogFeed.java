package io.logaggregator.server.logs.tail;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.settings.TailSettings;
import io.logaggregator.server.web.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what has been committed since the last look, once for all viewers of this instance, and tells each of them what
 * he wants of it. Without viewers it does not look. Thread-safe.
 */
public final class LogFeed {

    private static final Logger log = LoggerFactory.getLogger(LogFeed.class);

    /** Between two looks: a line is to be there within a second. */
    static final Duration PAUSE = Duration.ofMillis(250);

    /** More than people read and less than hurts: what is beyond is skipped for everybody. */
    private static final int LINES_OF_A_LOOK = 5_000;

    private static final int LINES_OF_CATCHING_UP = 1_000;

    /** One less than the store has connections for this. */
    private static final int CATCHING_UP_AT_ONCE = 2;

    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final Duration COME_BACK = Duration.ofSeconds(30);

    private final LogTail tail;
    private final LogMatcher matcher;
    private final EventJson json;
    private final TailSettings settings;
    private final TailMetrics metrics;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP_AT_ONCE, true);

    /** Held during a look: who comes, or is up to date, is so before the look or after it. */
    private final ReentrantLock looking = new ReentrantLock();

    private @Nullable TailCursor current;
    private boolean away;
    private volatile boolean closed;

    LogFeed(LogTail tail, LogMatcher matcher, EventJson json, TailSettings settings, MeterRegistry registry) {
        this.tail = tail;
        this.matcher = matcher;
        this.json = json;
        this.settings = settings;
        metrics = new TailMetrics(registry, viewers);
    }

    /**
     * Opens a stream of what matches, from now on, or from where another one ended.
     *
     * @param lastEventId the id that the viewer got last; empty for one who begins
     * @throws ProblemException (429) when there are too many viewers
     * @throws AggregatorException when the store cannot be asked
     */
    public ViewerStream open(LogCondition condition, Optional<String> lastEventId) {
        Viewer viewer = new Viewer(
                condition, matcher.matching(condition), settings.buffer().toBytes());
        looking.lock();
        try {
            if (viewers.size() >= settings.maxViewers()) {
                throw ProblemException.tooManyRequests(
                        settings.maxViewers() + " viewers follow the logs of this instance, which is as many as may.",
                        COME_BACK);
            }
            TailCursor here = current == null ? tail.now() : current;
            current = here;
            viewers.add(viewer);
            if (closed) {
                viewer.end();
            }
            if (away) {
                viewer.tell(ServerSentEvents.INTERRUPTED);
            }
            return new ViewerStream(this, viewer, position(viewer, here, lastEventId), settings.heartbeat());
        } finally {
            looking.unlock();
        }
    }

    private static TailPosition position(Viewer viewer, TailCursor here, Optional<String> lastEventId) {
        Optional<TailPosition> last = lastEventId.flatMap(TailPosition::parse);
        if (last.isPresent()) {
            return last.get();
        }
        if (lastEventId.isPresent()) {
            viewer.tell(ServerSentEvents.GAP);
        }
        viewer.reach(here);
        viewer.follow();
        return TailPosition.at(here);
    }

    /** Has a viewer told of what comes, if he has seen all up to the last look; says whether he has. */
    boolean follow(Viewer viewer, TailCursor seen) {
        looking.lock();
        try {
            if (seen.equals(current)) {
                viewer.follow();
            }
            return viewer.isFollowing();
        } finally {
            looking.unlock();
        }
    }

    /** What lies between two marks, for a viewer who has to catch up; few of them at a time. */
    Portion catchUp(Viewer viewer, TailCursor from, TailCursor to, Optional<UUID> after) throws InterruptedException {
        catchingUp.acquire();
        try {
            return tail.between(from, to, after, viewer.condition(), LINES_OF_CATCHING_UP);
        } finally {
            catchingUp.release();
        }
    }

    byte[] line(TailPosition position, LogEvent event) {
        return ServerSentEvents.line(position, json.of(event));
    }

    void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    /** Looks once. */
    void look() {
        looking.lock();
        try {
            if (viewers.isEmpty()) {
                current = null;
                away = false;
            } else if (current != null) {
                look(current);
            }
        } finally {
            looking.unlock();
        }
    }

    private void look(TailCursor last) {
        try {
            TailCursor now = tail.now();
            tellOfWhatIsBetween(last, now);
            current = now;
            viewers.forEach(viewer -> viewer.reach(now));
            if (away) {
                away = false;
                log.info("the tail goes on");
                tellAll(ServerSentEvents.RESUMED);
            }
        } catch (AggregatorException e) {
            if (!away) {
                away = true;
                log.warn("the tail waits for the database: reason={}", e.getMessage());
                tellAll(ServerSentEvents.INTERRUPTED);
            }
        }
    }

    private void tellOfWhatIsBetween(TailCursor from, TailCursor to) {
        Followers followers =
                new Followers(viewers.stream().filter(Viewer::isFollowing).toList());
        if (followers.isEmpty()) {
            return;
        }
        try {
            Portion portion = tail.between(from, to, Optional.empty(), followers.condition(), LINES_OF_A_LOOK);
            metrics.skipped(followers.tell(from, to, portion, json));
        } catch (QueryTimeoutException e) {
            log.warn("too much was committed to look through it, viewers are told so");
            followers.tellAll(ServerSentEvents.GAP);
        }
    }

    private void tellAll(byte[] notice) {
        new Followers(viewers).tellAll(notice);
    }

    /** Ends all streams, also those that somebody opens yet. Who does not take notice at once is cut off. */
    void close() throws InterruptedException {
        closed = true;
        viewers.forEach(Viewer::end);
        long begin = System.nanoTime();
        while (!viewers.isEmpty() && System.nanoTime() - begin < AT_ONCE.toNanos()) {
            Thread.sleep(PAUSE.dividedBy(10));
        }
        viewers.forEach(Viewer::cut);
    }
}
