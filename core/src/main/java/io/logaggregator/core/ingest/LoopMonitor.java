package io.logaggregator.core.ingest;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.ingest.IngestMetrics.Cause;
import io.logaggregator.core.ingest.LoopStatus.State;
import io.logaggregator.core.queue.Partition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the state of a consumer loop: as its status, in the log and in metrics. Changed by the thread of the loop only;
 * other threads read the status.
 */
final class LoopMonitor {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);

    private final IngestMetrics metrics;
    private final InstantSource clock;
    private volatile LoopStatus status;
    private int failures; // consecutive

    LoopMonitor(String name, IngestMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        Instant now = clock.instant();
        this.status = new LoopStatus(name, State.STARTING, now, "", now, Map.of());
    }

    LoopStatus status() {
        return status;
    }

    /** Consecutive failures, which determine the next backoff. */
    int failures() {
        return failures;
    }

    /** Records that the loop works. */
    void running(State state) {
        failures = 0;
        if (status.state() != state) {
            log.info("consumer loop state changed: loop={} state={} previous={}", status.name(), state, status.state());
        }
        transitionTo(state, "");
    }

    /** Records that the loop waits for the store or the queue. */
    void waiting(State state, Cause cause, AggregatorException reason) {
        failures++;
        metrics.retried(cause);
        if (status.state() != state) {
            log.warn("consumer loop waiting: loop={} state={} reason={}", status.name(), state, reason.getMessage());
        }
        transitionTo(state, String.valueOf(reason.getMessage()));
    }

    /** Records a failure caused by a defect. */
    void failed(RuntimeException defect) {
        log.error("consumer loop failed, restarting: loop={}", status.name(), defect);
        failures++;
        metrics.retried(Cause.FAILURE);
        transitionTo(State.FAILED, defect.toString());
    }

    /** Records that another consumer has moved the positions of partitions. */
    void staleOwner(StaleOwnerException reason) {
        log.info(
                "positions moved by another consumer, reading them again: loop={} partitions={}",
                status.name(),
                reason.partitions());
        metrics.retried(Cause.STALE_OWNER);
    }

    private void transitionTo(State state, String reason) {
        LoopStatus before = status;
        Instant now = clock.instant();
        Instant since = before.state() == state ? before.since() : now;
        status = new LoopStatus(before.name(), state, since, reason, now, before.lag());
    }

    /** Records the lag at the end of an iteration. */
    void lag(Map<Partition, Long> lag) {
        LoopStatus before = status;
        status = new LoopStatus(before.name(), before.state(), before.since(), before.reason(), clock.instant(), lag);
    }

    void stopped() {
        Instant now = clock.instant();
        status = new LoopStatus(status.name(), State.STOPPED, now, "", now, Map.of());
    }
}
