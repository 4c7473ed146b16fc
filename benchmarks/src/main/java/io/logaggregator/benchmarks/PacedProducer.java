package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.sample.SampleLogs;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.queue.kafka.KafkaQueue;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Publishes live log messages at a steady rate until it is closed. */
final class PacedProducer implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(10);

    private final Topic topic;
    private final double perSecond;
    private final SampleLogs logs = SampleLogs.live(5);
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> work;
    private volatile long published;
    private volatile boolean closed;

    /** Begins. */
    PacedProducer(Topic topic, double perSecond) {
        this.topic = topic;
        this.perSecond = perSecond;
        work = thread.submit(this::run);
    }

    private @Nullable Void run() throws InterruptedException {
        long begin = System.nanoTime();
        try (KafkaQueue queue = topic.queue("paced")) {
            while (!closed) {
                Thread.sleep(TICK);
                long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
                topic.publish(
                        queue,
                        Stream.generate(() -> new OutgoingMessage("", null, logs.next()))
                                .limit(due - published)
                                .toList());
                published = due;
            }
            return null;
        }
    }

    /**
     * Messages so far.
     *
     * @throws IllegalStateException if it has come to an end
     */
    long published() {
        if (work.isDone()) {
            throw new IllegalStateException("producer: ended (expected: one that goes on)", work.exceptionNow());
        }
        return published;
    }

    @Override
    public void close() {
        closed = true;
        thread.close();
    }
}
