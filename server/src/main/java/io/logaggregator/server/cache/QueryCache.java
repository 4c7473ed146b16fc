package io.logaggregator.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.logaggregator.core.store.Revision;
import io.logaggregator.server.cache.CacheMetrics.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers that are kept, within a number of bytes. Thread-safe.
 *
 * <p>An answer is given again within a second of when it was true, and after that when its revision is still the same,
 * which is asked for at most once a second. Each question is put to the store by one thread at a time; whoever asks the
 * same within a second of that waits for its answer, whoever comes later for the next one. So nobody is told what was not
 * true any more a second before he asked.
 *
 * <p>A failure is the answer for all who wait for it, or each of them would ask the same in turn, and for nobody else.
 */
final class QueryCache {

    static final Duration FRESH = Duration.ofSeconds(1);

    /** What is not asked for any more makes room, even if there is enough. */
    private static final Duration UNUSED = Duration.ofHours(1);

    /** One answer may have so much of all: several should fit. */
    private static final int SHARE = 8;

    private record Answer(Object value, Optional<Revision> revision, long trueAt, long bytes) {

        Answer at(long nanos) {
            return new Answer(value, revision, nanos, bytes);
        }
    }

    private record Flight(long begunAt, CompletableFuture<Answer> outcome) {}

    private final long largest;
    private final Ticker ticker;
    private final CacheMetrics metrics;
    private final Cache<CacheKey.Key, Answer> kept;
    private final ConcurrentMap<CacheKey.Key, Flight> flights = new ConcurrentHashMap<>();

    QueryCache(long bytes, Ticker ticker, CacheMetrics metrics) {
        largest = Math.min(bytes / SHARE, Integer.MAX_VALUE);
        this.ticker = ticker;
        this.metrics = metrics;
        kept = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((CacheKey.Key key, Answer answer) -> (int) answer.bytes)
                .expireAfter(Expiry.writing(
                        (CacheKey.Key key, Answer answer) -> answer.revision.isPresent() ? UNUSED : FRESH))
                .evictionListener((CacheKey.@Nullable Key key, @Nullable Answer answer, RemovalCause cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        metrics.evicted();
                    }
                })
                .ticker(ticker)
                .build();
        metrics.watch(kept);
    }

    /** The answer to a question, remembered or new. */
    <V> V to(CacheKey<V> question) {
        return question.typed(answer(question).value);
    }

    private Answer answer(CacheKey<?> question) {
        long arrived = ticker.read();
        Answer answer = kept.getIfPresent(question.key());
        if (answer != null && isFresh(answer, arrived)) {
            metrics.answered(question.kind(), Outcome.REMEMBERED);
            return answer;
        }
        while (true) {
            Flight own = new Flight(ticker.read(), new CompletableFuture<>());
            Flight other = flights.putIfAbsent(question.key(), own);
            if (other == null) {
                return lead(own, question);
            }
            if (arrived - other.begunAt < FRESH.toNanos()) {
                metrics.answered(question.kind(), Outcome.SHARED);
                return outcomeOf(other);
            }
            other.outcome.handle((value, failure) -> null).join();
        }
    }

    private static boolean isFresh(Answer answer, long now) {
        return now - answer.trueAt < FRESH.toNanos();
    }

    private Answer lead(Flight flight, CacheKey<?> question) {
        try {
            Answer answer = ask(question, flight.begunAt);
            if (answer.bytes <= largest) {
                kept.put(question.key(), answer);
            }
            flight.outcome.complete(answer);
            return answer;
        } catch (RuntimeException | Error failure) {
            flight.outcome.completeExceptionally(failure);
            throw failure;
        } finally {
            flights.remove(question.key(), flight);
        }
    }

    /** The revision comes first: what is read after it is at least as new. */
    private <V> Answer ask(CacheKey<V> question, long now) {
        Answer before = kept.getIfPresent(question.key());
        if (before != null && isFresh(before, now)) {
            metrics.answered(question.kind(), Outcome.REMEMBERED);
            return before;
        }
        Optional<Revision> revision = question.revision().map(Supplier::get);
        if (before != null && revision.isPresent() && revision.equals(before.revision)) {
            metrics.answered(question.kind(), Outcome.CONFIRMED);
            return before.at(now);
        }
        metrics.answered(question.kind(), Outcome.ASKED);
        V value = question.store().get();
        long bytes = SizeEstimator.of(question.key()) + question.bytes().applyAsLong(value);
        return new Answer(value, revision, now, bytes);
    }

    private static Answer outcomeOf(Flight flight) {
        try {
            return flight.outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
