package io.logaggregator.server.operations.canary;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.server.operations.canary.PendingCanaries.CanaryEvent;
import io.logaggregator.server.settings.CanarySettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends and finds canary events, in separate threads, so that an unavailable queue does not delay the search. */
final class Canary {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    /** Queries per run. After a long outage all events are found within minutes, at a low additional load. */
    private static final int MAX_QUERIES = 5;

    /** Duplicates of one event that are counted. */
    private static final int MAX_COPIES = 100;

    /** Events that went missing earlier indicate no current problem. */
    private static final Duration PROBLEM_WINDOW = Duration.ofMinutes(10);

    private final MessageQueue queue;
    private final LogSearch logs;
    private final CanaryMessages messages;
    private final PendingCanaries pending;
    private final CanaryMetrics metrics;
    private final Duration missingAfter;
    private final InstantSource clock;

    private volatile String sendFailure = "";
    private volatile String queryFailure = "";
    private boolean problemReported; // confined to the search thread

    Canary(
            MessageQueue queue,
            LogSearch logs,
            CanaryMessages messages,
            CanarySettings settings,
            MeterRegistry registry,
            InstantSource clock) {
        this.queue = queue;
        this.logs = logs;
        this.messages = messages;
        this.missingAfter = settings.missingTimeout();
        this.clock = clock;
        pending = new PendingCanaries(settings.lateTimeout(), missingAfter);
        metrics = new CanaryMetrics(registry, pending, clock);
    }

    /** Sends an event. */
    void send() {
        CanaryEvent event = pending.next(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try {
            queue.publish(List.of(messages.encode(event)));
            sendFailure = "";
        } catch (AggregatorException e) {
            pending.unsent(event);
            sendFailure = String.valueOf(e.getMessage());
        }
    }

    /** Searches for the events that are due, and logs when a problem begins and ends. */
    void search() {
        try {
            for (CanaryEvent event : pending.due(clock.instant(), MAX_QUERIES)) {
                if (!searched(event)) {
                    break; // the others would fail too
                }
            }
        } finally {
            reportProblem();
        }
    }

    private boolean searched(CanaryEvent event) {
        try {
            int copies = logs.find(messages.query(event), MAX_COPIES, Optional.empty())
                    .items()
                    .size();
            pending.searched(event, copies, clock.instant()).ifPresent(metrics::found);
            queryFailure = "";
            return true;
        } catch (AggregatorException e) {
            pending.postpone(event, clock.instant());
            queryFailure = String.valueOf(e.getMessage());
            return false;
        }
    }

    private void reportProblem() {
        Optional<String> problem = problem();
        if (problem.isPresent() != problemReported && !Thread.currentThread().isInterrupted()) {
            problemReported = problem.isPresent();
            problem.ifPresentOrElse(
                    reason -> log.warn("canary events do not arrive: reason={}", reason),
                    () -> log.info("canary events arrive again"));
        }
    }

    CanaryCounts counts() {
        return pending.counts(clock.instant());
    }

    /** The current problem; empty while events arrive. */
    Optional<String> problem() {
        if (!sendFailure.isEmpty()) {
            return Optional.of("queue unavailable: " + sendFailure);
        }
        Instant since = clock.instant().minus(PROBLEM_WINDOW).minus(missingAfter);
        return counts().newestMissingAt()
                .filter(sentAt -> sentAt.isAfter(since))
                .map(sentAt -> queryFailure.isEmpty()
                        ? "event not found: sentAt=" + sentAt
                        : "search failed: " + queryFailure);
    }
}
