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
 * What became of questions that some clients asked, each one after the other.
 *
 * @param latencies of those that were answered
 */
record Load(double answersPerSecond, Latencies latencies, int notAnswered) {

    /** Asks for the answer to a question with a number of its own, and reads it to the end. */
    @FunctionalInterface
    interface Question {
        /**
         * Asks.
         *
         * @throws NotAnsweredException when the server would not answer
         */
        void ask(int number) throws Exception;
    }

    /** Each client asks once at least. */
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
            return new Load(taken.size() / seconds, new Latencies(taken), numbers.get() - taken.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Long> askUntil(long end, Question question, AtomicInteger numbers) throws Exception {
        List<Long> taken = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            try {
                question.ask(numbers.getAndIncrement());
                taken.add(System.nanoTime() - begin);
            } catch (NotAnsweredException e) {
                // is what is missing among those taken
            }
        } while (System.nanoTime() - end < 0);
        return taken;
    }

    @Override
    public String toString() {
        return "%s; %,.1f/s%s"
                .formatted(
                        latencies,
                        answersPerSecond,
                        notAnswered == 0 ? "" : "; %,d failed".formatted(notAnswered));
    }
}
