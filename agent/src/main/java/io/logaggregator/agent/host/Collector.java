package io.logaggregator.agent.host;

import io.logaggregator.wire.agent.HostReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects a report once per interval, the first one a second after the start. */
public final class Collector implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    private final Supplier<HostReport> probe;
    private final Consumer<HostReport> reports;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private List<String> knownErrors = List.of();

    public Collector(Supplier<HostReport> probe, Duration interval, Consumer<HostReport> reports) {
        this.probe = probe;
        this.interval = interval;
        this.reports = reports;
    }

    @Override
    public void run() {
        try {
            var _ = probe.get(); // baseline for values over time
            long next = System.nanoTime() + FIRST_INTERVAL.toNanos();
            while (!closing.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                HostReport report = probe.get();
                logNewErrors(report);
                reports.accept(report);
                // no burst of reports after the host was suspended or overloaded
                next = Math.max(next + interval.toNanos(), System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets {@link #run} end. */
    public void finish() {
        closing.countDown();
    }

    private void logNewErrors(HostReport report) {
        List<String> errors = report.collection().errors();
        if (!errors.equals(knownErrors)) {
            log.warn("collection errors changed: errors=\"{}\"", String.join("; ", errors));
            knownErrors = errors;
        }
    }
}
