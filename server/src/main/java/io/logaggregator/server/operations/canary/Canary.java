package io.logaggregator.server.operations.canary;

import io.logaggregator.core.common.AggregatorException;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.queue.MessageQueue;
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

/** Sends lines, and looks for them; each in a thread of its own, so that a queue that is away holds up no look. */
final class Canary {

    private static final Logger log = LoggerFactory.getLogger(Canary.class);

    /** At a time: after a long outage all are found within minutes, and until then the database is hardly asked more. */
    private static final int LOOKS = 5;

    /** Copies of one line that are told apart. */
    private static final int COPIES = 100;

    /** What came to be missing before that does not say that something is wrong now. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final MessageQueue queue;
    private final LogSearch logs;
    private final CanaryMessages messages;
    private final PendingCanaries lines;
    private final CanaryMetrics metrics;
    private final Duration missingAfter;
    private final InstantSource clock;

    private volatile String notTaken = "";
    private volatile String notAsked = "";
    private boolean troubled; // of the thread that looks

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
        lines = new PendingCanaries(settings.lateTimeout(), missingAfter);
        metrics = new CanaryMetrics(registry, lines, clock);
    }

    /** Sends one line. */
    void send() {
        CanaryLine line = lines.next(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try {
            queue.publish(List.of(messages.write(line)));
            notTaken = "";
        } catch (AggregatorException e) {
            lines.unsent(line);
            notTaken = String.valueOf(e.getMessage());
        }
    }

    /** Looks for the lines for which it is time, and tells when trouble begins and ends. */
    void look() {
        try {
            for (CanaryLine line : lines.due(clock.instant(), LOOKS)) {
                if (!looked(line)) {
                    break; // none of the others would have an answer either, only later
                }
            }
        } finally {
            tellOfTrouble();
        }
    }

    private boolean looked(CanaryLine line) {
        try {
            int copies = logs.find(messages.question(line), COPIES, Optional.empty())
                    .items()
                    .size();
            lines.looked(line, copies, clock.instant()).ifPresent(metrics::found);
            notAsked = "";
            return true;
        } catch (AggregatorException e) {
            lines.notLooked(line, clock.instant());
            notAsked = String.valueOf(e.getMessage());
            return false;
        }
    }

    private void tellOfTrouble() {
        Optional<String> trouble = trouble();
        if (trouble.isPresent() != troubled && !Thread.currentThread().isInterrupted()) {
            troubled = trouble.isPresent();
            trouble.ifPresentOrElse(
                    reason -> log.warn("lines do not arrive: {}", reason), () -> log.info("lines arrive again"));
        }
    }

    CanaryCounts counts() {
        return lines.counts(clock.instant());
    }

    /** What is wrong with the way now; empty when lines arrive. */
    Optional<String> trouble() {
        if (!notTaken.isEmpty()) {
            return Optional.of("the queue does not take them: " + notTaken);
        }
        Instant lately = clock.instant().minus(LATELY).minus(missingAfter);
        return counts().newestMissingAt()
                .filter(sentAt -> sentAt.isAfter(lately))
                .map(sentAt -> notAsked.isEmpty()
                        ? "one that was sent at " + sentAt + " cannot be found"
                        : "they cannot be looked for: " + notAsked);
    }
}
