package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.core.store.Revision;
import io.logaggregator.server.cache.CacheMetrics.Outcome;
import io.logaggregator.server.overload.ObjectSize;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of query results with a memory limit. Thread-safe.
 *
 * <p>A result is reused for a second, and after that while its revision is unchanged, which is checked at most once a
 * second. One thread at a time loads a query. A concurrent request within a second of the start of the load shares the
 * result; a later one waits and loads again. So a result is never more than a second older than its request.
 *
 * <p>A failure is shared by the requests that wait for it, and is not cached.
 */
final class QueryCache {

    static final Duration MAX_AGE = Duration.ofSeconds(1);

    /** Entries expire after the last use, even below the memory limit. */
    private static final Duration IDLE_TIMEOUT = Duration.ofHours(1);

    /** Memory of an entry without its key and its value. */
    private static final long ENTRY_BYTES = 200;

    /** The maximum share of the cache that one entry may occupy. */
    private static final int MAX_SHARE = 8;

    /** @param validAt {@link Ticker} time at which the result was current */
    private record Entry(Object value, Optional<Revision> revision, long validAt, long bytes) {

        Entry revalidated(long now) {
            return new Entry(value, revision, now, bytes);
        }

        boolean isFresh(long now) {
            return now - validAt < MAX_AGE.toNanos();
        }
    }

    private record Load(long startedAt, CompletableFuture<Entry> result) {}

    private final long maxEntryBytes;
    private final Ticker ticker;
    private final CacheMetrics metrics;
    private final Cache<CacheKey.Id, Entry> entries;
    private final ConcurrentMap<CacheKey.Id, Load> loads = new ConcurrentHashMap<>();

    QueryCache(long maxBytes, Ticker ticker, CacheMetrics metrics) {
        maxEntryBytes = Math.min(maxBytes / MAX_SHARE, Integer.MAX_VALUE);
        this.ticker = ticker;
        this.metrics = metrics;
        entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey.Id id, Entry entry) -> (int) entry.bytes)
                .expireAfter(Expiry.writing(
                        (CacheKey.Id id, Entry entry) -> entry.revision.isPresent() ? IDLE_TIMEOUT : MAX_AGE))
                .evictionListener((CacheKey.@Nullable Id id, @Nullable Entry entry, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        metrics.evicted();
                    }
                })
                .ticker(ticker)
                .build();
        metrics.bindTo(entries);
    }

    /** The result of a query, cached or loaded. */
    <V> V get(CacheKey<V> key) {
        return key.cast(entry(key).value);
    }

    private Entry entry(CacheKey<?> key) {
        long requestedAt = ticker.read();
        Entry entry = entries.getIfPresent(key.id());
        if (entry != null && entry.isFresh(requestedAt)) {
            metrics.requested(key.kind(), Outcome.HIT);
            return entry;
        }
        while (true) {
            Load own = new Load(ticker.read(), new CompletableFuture<>());
            Load other = loads.putIfAbsent(key.id(), own);
            if (other == null) {
                return run(own, key);
            }
            if (requestedAt - other.startedAt < MAX_AGE.toNanos()) {
                metrics.requested(key.kind(), Outcome.SHARED);
                return resultOf(other);
            }
            other.result.handle((value, failure) -> null).join();
        }
    }

    private Entry run(Load load, CacheKey<?> key) {
        try {
            Entry entry = load(key, load.startedAt);
            if (entry.bytes <= maxEntryBytes) {
                entries.put(key.id(), entry);
            }
            load.result.complete(entry);
            return entry;
        } catch (RuntimeException | Error failure) {
            load.result.completeExceptionally(failure);
            throw failure;
        } finally {
            loads.remove(key.id(), load);
        }
    }

    /** Reads the revision first, so that the result is at least as new. */
    private <V> Entry load(CacheKey<V> key, long now) {
        Entry before = entries.getIfPresent(key.id());
        if (before != null && before.isFresh(now)) {
            metrics.requested(key.kind(), Outcome.HIT);
            return before;
        }
        Optional<Revision> revision = key.revision().map(Supplier::get);
        if (before != null && revision.isPresent() && revision.equals(before.revision)) {
            metrics.requested(key.kind(), Outcome.REVALIDATED);
            return before.revalidated(now);
        }
        metrics.requested(key.kind(), Outcome.MISS);
        V value = key.loader().get();
        long bytes = ENTRY_BYTES + ObjectSize.of(key.id()) + ObjectSize.of(value);
        return new Entry(value, revision, now, bytes);
    }

    private static Entry resultOf(Load load) {
        try {
            return load.result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
