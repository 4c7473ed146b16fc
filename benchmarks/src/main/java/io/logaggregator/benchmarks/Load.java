package io.logaggregator.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long questions took that some clients asked, each one after the other.
 *
 * @param nanos of each, in order of size
 */
record Load(double perSecond, List<Long> nanos) {

    /** Asks for the answer to a question with a number of its own, and reads it to the end. */
    @FunctionalInterface
    interface Question {
        void ask(int number) throws Exception;
    }

    static Load run(Question question, int clients, Duration time) throws InterruptedException {
        AtomicInteger numbers = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> all = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                all.add(threads.submit(() -> askUntil(begin + time.toNanos(), question, numbers)));
            }
            List<Long> taken = new ArrayList<>();
            for (Future<List<Long>> one : all) {
                taken.addAll(one.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new Load(taken.size() / seconds, taken.stream().sorted().toList());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Long> askUntil(long end, Question question, AtomicInteger numbers) throws Exception {
        List<Long> taken = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            long begin = System.nanoTime();
            question.ask(numbers.getAndIncrement());
            taken.add(System.nanoTime() - begin);
        }
        return taken;
    }

    void print(String name) {
        System.out.printf("| %s | %,.0f | %.1f | %.1f |%n", name, perSecond, quantileMillis(0.5), quantileMillis(0.99));
    }

    private double quantileMillis(double share) {
        return nanos.get((int) Math.ceil(share * nanos.size()) - 1) / 1e6;
    }
}
