package io.logaggregator.server.logs.tail;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.common.QueryTimeoutException;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.server.overload.MemoryBudget;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.logaggregator.server.web.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
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
 * Polls the store for newly committed events, once for all clients of this instance, and distributes them. It does not poll
 * without clients. Thread-safe.
 *
 * <p>Where the conditions of all clients together take too long, each client continues with queries of its own, so that a slow
 * condition delays no other client.
 */
public final class LogFeed {

    private static final Logger log = LoggerFactory.getLogger(LogFeed.class);

    /** Events appear within a second. */
    static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** More than people can read. Events beyond it are skipped for all clients. */
    private static final int MAX_POLL_EVENTS = 5_000;

    private static final int MAX_CATCH_UP_EVENTS = 1_000;

    /** One less than the connections that the store reserves for the live tail. */
    private static final int MAX_CONCURRENT_CATCH_UPS = 2;

    private static final Duration STOP_TIMEOUT = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final LogTail tail;
    private final LogMatcher matcher;
    private final EventJson json;
    private final TailSettings settings;
    private final MemoryBudget memory;
    private final TailMetrics metrics;
    private final Set<TailClient> clients = ConcurrentHashMap.newKeySet();
    private final Semaphore catchUps = new Semaphore(MAX_CONCURRENT_CATCH_UPS, true);

    /** Held during a poll, so that clients are added, and subscribe, between two polls. */
    private final ReentrantLock polling = new ReentrantLock();

    private @Nullable TailCursor current;
    private boolean storeUnavailable;
    private volatile boolean closed;

    LogFeed(
            LogTail tail,
            LogMatcher matcher,
            EventJson json,
            TailSettings settings,
            MemoryBudget memory,
            MeterRegistry registry) {
        this.tail = tail;
        this.matcher = matcher;
        this.json = json;
        this.settings = settings;
        this.memory = memory;
        metrics = new TailMetrics(registry, clients);
    }

    /**
     * Opens a stream of matching events, from now on or from the end of another stream.
     *
     * @param name of the key of the client
     * @param lastEventId the last id that the client received; empty for a new stream
     * @throws ProblemException with status 429 if the maximum number of clients is reached
     * @throws AggregatorException if the store is unavailable
     */
    public TailStream open(String name, LogCondition condition, Optional<String> lastEventId) {
        TailClient client = new TailClient(condition, matcher.matching(condition), this::maxBufferBytes);
        polling.lock();
        try {
            if (clients.size() >= settings.maxClients()) {
                throw ProblemException.tooManyRequests(
                        settings.maxClients() + " live tail clients are connected to this instance, the maximum.",
                        RETRY_AFTER);
            }
            TailCursor now = current == null ? tail.now() : current;
            current = now;
            clients.add(client);
            if (closed) {
                client.end();
            }
            if (storeUnavailable) {
                client.send(ServerSentEvents.INTERRUPTED);
            }
            return new TailStream(
                    this, client, position(client, now, lastEventId), settings.heartbeatInterval(), memory.open(name));
        } finally {
            polling.unlock();
        }
    }

    /** The buffers of all clients together fit the budget. */
    private long maxBufferBytes() {
        return Math.min(settings.maxBufferSize().toBytes(), memory.limit() / Math.max(1, clients.size()));
    }

    private static TailPosition position(TailClient client, TailCursor now, Optional<String> lastEventId) {
        Optional<TailPosition> last = lastEventId.flatMap(TailPosition::parse);
        if (last.isPresent()) {
            return last.get();
        }
        if (lastEventId.isPresent()) {
            client.send(ServerSentEvents.GAP);
        }
        client.setPolled(now);
        client.setCaughtUp();
        return TailPosition.at(now);
    }

    /** Subscribes a client that has received all events up to the last poll; returns whether it is subscribed. */
    boolean subscribe(TailClient client, TailCursor received) {
        polling.lock();
        try {
            if (received.equals(current)) {
                client.setCaughtUp();
            }
            return client.isCaughtUp();
        } finally {
            polling.unlock();
        }
    }

    /** The events between two cursors, for a client that catches up. Bounds the concurrent queries. */
    Portion catchUp(TailClient client, TailCursor from, TailCursor to, Optional<UUID> after)
            throws InterruptedException {
        catchUps.acquire();
        long begin = System.nanoTime();
        try {
            return tail.between(from, to, after, client.condition(), MAX_CATCH_UP_EVENTS);
        } finally {
            catchUps.release();
            client.setQueryDuration(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    byte[] encode(TailPosition position, LogEvent event) {
        return ServerSentEvents.log(position, json.of(event));
    }

    /** Reports the end of a stream with a slow condition. */
    void timedOut() {
        log.warn("live tail ended: reason=its condition takes too long");
        metrics.timedOut();
    }

    void remove(TailClient client) {
        clients.remove(client);
        client.end();
    }

    void poll() {
        polling.lock();
        try {
            if (clients.isEmpty()) {
                current = null;
                storeUnavailable = false;
            } else if (current != null) {
                poll(current);
            }
        } finally {
            polling.unlock();
        }
    }

    private void poll(TailCursor last) {
        try {
            TailCursor now = tail.now();
            distribute(last, now);
            current = now;
            clients.forEach(client -> client.setPolled(now));
            if (storeUnavailable) {
                storeUnavailable = false;
                log.info("live tail resumed");
                sendToAll(ServerSentEvents.RESUMED);
            }
        } catch (AggregatorException e) {
            if (!storeUnavailable) {
                storeUnavailable = true;
                log.warn("live tail waits for the database: reason={}", e.getMessage());
                sendToAll(ServerSentEvents.INTERRUPTED);
            }
        }
    }

    private void distribute(TailCursor from, TailCursor to) {
        TailSubscribers subscribers = new TailSubscribers(
                clients.stream().filter(TailClient::isCaughtUp).toList());
        if (subscribers.isEmpty()) {
            return;
        }
        try {
            Portion portion = tail.between(from, to, Optional.empty(), subscribers.condition(), MAX_POLL_EVENTS);
            metrics.skipped(subscribers.send(from, to, portion, json));
        } catch (QueryTimeoutException e) {
            log.info("live tail query timed out, each client continues on its own: clients={}", clients.size());
            subscribers.detach(from);
        }
    }

    private void sendToAll(byte[] notice) {
        new TailSubscribers(clients).sendToAll(notice);
    }

    /** Ends all streams, including those opened later, and closes the connections of clients that do not read the end. */
    void close() throws InterruptedException {
        closed = true;
        clients.forEach(TailClient::end);
        long begin = System.nanoTime();
        while (!clients.isEmpty() && System.nanoTime() - begin < STOP_TIMEOUT.toNanos()) {
            Thread.sleep(POLL_INTERVAL.dividedBy(10));
        }
        clients.forEach(TailClient::cut);
    }

    /** Metrics of the live tail. */
    private static final class TailMetrics {

        private final Counter skipped;
        private final Counter timeouts;

        TailMetrics(MeterRegistry registry, Collection<TailClient> clients) {
            Gauge.builder("aggregator.tail.viewers", clients, Collection::size)
                    .description("Clients of the live tail")
                    .baseUnit("viewers")
                    .register(registry);
            Gauge.builder("aggregator.tail.buffered", clients, TailMetrics::bufferedBytes)
                    .description("Events that clients of the live tail have not read")
                    .baseUnit("bytes")
                    .register(registry);
            skipped = Counter.builder("aggregator.tail.skipped")
                    .description("Events not sent to a client, since the client or this instance was too slow")
                    .baseUnit("lines")
                    .register(registry);
            timeouts = Counter.builder("aggregator.tail.timeouts")
                    .description("Live tails that were ended because their condition took too long")
                    .register(registry);
        }

        void timedOut() {
            timeouts.increment();
        }

        private static double bufferedBytes(Collection<TailClient> clients) {
            return clients.stream().mapToLong(TailClient::bufferedBytes).sum();
        }

        void skipped(long count) {
            skipped.increment((double) count);
        }
    }
}
