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
 * The consumer loops, from queue to store. Start once, stop once; thread-safe.
 *
 * <p>Starting waits for nothing: queue and store may be away, and the loops wait for them, visibly in {@link #loops()}.
 */
public final class Ingest {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private final List<ConsumerLoop> loops;
    private final List<Thread> threads;
    private final InstantSource clock;

    /**
     * @param sessions opens the session of one loop with the store
     * @param decoders by topic: each topic that the queue reads needs one
     * @param rules by which batches are judged, asked for each batch
     * @param consumers how many loops, each with a thread and a connection to the store
     * @param backoff asked once for each loop
     */
    public Ingest(
            MessageQueue queue,
            Supplier<IngestSession> sessions,
            Map<String, Decoder> decoders,
            Enricher enricher,
            Supplier<RuleSet> rules,
            IngestMetrics metrics,
            int consumers,
            Supplier<Backoff> backoff,
            InstantSource clock) {
        if (consumers < 1) {
            throw new IllegalArgumentException("consumers: " + consumers + " (expected: at least 1)");
        }
        this.clock = clock;
        Pipeline pipeline = new Pipeline(decoders, enricher);
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
     * Ends every loop after the transaction it is in, and waits for that.
     *
     * @return whether all ended in time; what did not is harmless, since an unfinished transaction is rolled back
     */
    public boolean stop(Duration limit) throws InterruptedException {
        loops.forEach(ConsumerLoop::stop);
        Instant until = clock.instant().plus(limit);
        boolean ended = true;
        for (Thread thread : threads) {
            Duration left = Duration.between(clock.instant(), until);
            ended &= thread.getState() == Thread.State.NEW
                    || thread.join(left.isPositive() ? left : Duration.ofMillis(1));
        }
        if (!ended) {
            log.warn("consumer loops still busy after {}: {}", limit, loops());
        }
        return ended;
    }

    /** How each loop is doing. */
    public List<LoopStatus> loops() {
        return loops.stream().map(ConsumerLoop::status).toList();
    }
}
