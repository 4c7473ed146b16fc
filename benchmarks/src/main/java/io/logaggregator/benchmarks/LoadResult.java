package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ServerClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Result of concurrent clients that send requests, each one after the other.
 *
 * @param latencies of successful requests
 */
record LoadResult(double requestsPerSecond, Latencies latencies, int failed) {

    /** Sends one request and reads the whole response. */
    @FunctionalInterface
    interface Request {
        /** @throws ServerClient.UnavailableException if the server is overloaded or times out */
        void send(int number) throws Exception;
    }

    /** Each client sends at least one request. */
    static LoadResult run(Request request, int clients, Duration time) throws InterruptedException {
        AtomicInteger numbers = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> clientResults = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                clientResults.add(threads.submit(() -> sendUntil(begin + time.toNanos(), request, numbers)));
            }
            List<Long> latencies = new ArrayList<>();
            for (Future<List<Long>> one : clientResults) {
                latencies.addAll(one.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new LoadResult(
                    latencies.size() / seconds, new Latencies(latencies), numbers.get() - latencies.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Long> sendUntil(long end, Request request, AtomicInteger numbers) throws Exception {
        List<Long> latencies = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            try {
                request.send(numbers.getAndIncrement());
                latencies.add(System.nanoTime() - begin);
            } catch (ServerClient.UnavailableException e) {
                // counted as failed: it has no latency
            }
        } while (System.nanoTime() - end < 0);
        return latencies;
    }

    @Override
    public String toString() {
        return "%s; %,.1f/s%s"
                .formatted(latencies, requestsPerSecond, failed == 0 ? "" : "; %,d failed".formatted(failed));
    }
}
