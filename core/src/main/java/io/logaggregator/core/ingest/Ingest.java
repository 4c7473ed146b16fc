package io.logaggregator.core.ingest;

import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.queue.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the consumer loops from queue to store. Start once, stop once; thread-safe.
 *
 * <p>Starting does not block: the loops wait for an unavailable queue or store, as {@link #loops()} shows.
 */
public final class Ingest {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private final List<ConsumerLoop> loops;
    private final List<Thread> threads;
    private final InstantSource clock;

    /**
     * @param sessions opens the store session of a loop
     * @param decoders by topic, one for each topic that the queue reads
     * @param rules the rules to evaluate, called for each batch
     * @param consumers number of loops, each with a thread and a store connection
     * @param maxBatchBytes limit of the estimated memory of the content of a transaction
     * @param backoff called once per loop
     */
    public Ingest(
            MessageQueue queue,
            Supplier<IngestSession> sessions,
            Map<String, Decoder> decoders,
            Enricher enricher,
            Supplier<RuleSet> rules,
            IngestMetrics metrics,
            int consumers,
            long maxBatchBytes,
            Supplier<Backoff> backoff,
            InstantSource clock) {
        if (consumers < 1) {
            throw new IllegalArgumentException("consumers: " + consumers + " (expected: at least 1)");
        }
        this.clock = clock;
        Pipeline pipeline = new Pipeline(decoders, enricher, maxBatchBytes);
        this.loops = IntStream.range(0, consumers)
                .mapToObj(number -> new ConsumerLoop(
                        "ingest-" + number, queue, sessions, pipeline, rules, metrics, backoff.get(), clock))
                .toList();
        this.threads = loops.stream()
                .map(loop -> Thread.ofPlatform().name(loop.status().name()).unstarted(loop))
                .toList();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /**
     * Stops every loop after its current transaction and waits for it.
     *
     * @return whether all loops ended in time; an unfinished transaction is rolled back
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        loops.forEach(ConsumerLoop::stop);
        Instant until = clock.instant().plus(timeout);
        boolean ended = true;
        for (Thread thread : threads) {
            Duration left = Duration.between(clock.instant(), until);
            ended &= thread.getState() == Thread.State.NEW
                    || thread.join(left.isPositive() ? left : Duration.ofMillis(1));
        }
        if (!ended) {
            log.warn("consumer loops did not stop: timeout={} loops={}", timeout, loops());
        }
        return ended;
    }

    /** The current status of each loop. */
    public List<LoopStatus> loops() {
        return loops.stream().map(ConsumerLoop::status).toList();
    }
}
