package io.logaggregator.agent;

import io.logaggregator.wire.agent.HostReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the host once per interval: the first report a second after the start, so that one need not wait for it. */
final class Collector implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Collector.class);

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    private final Supplier<HostReport> probe;
    private final Consumer<HostReport> reports;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private List<String> knownErrors = List.of();

    Collector(Supplier<HostReport> probe, Duration interval, Consumer<HostReport> reports) {
        this.probe = probe;
        this.interval = interval;
        this.reports = reports;
    }

    @Override
    public void run() {
        try {
            var _ = probe.get(); // only to measure from here on
            long next = System.nanoTime() + FIRST_INTERVAL.toNanos();
            while (!closing.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                HostReport report = probe.get();
                tellNewErrors(report);
                reports.accept(report);
                // a host that slept or was too busy gets no burst of reports afterwards
                next = Math.max(next + interval.toNanos(), System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void finish() {
        closing.countDown();
    }

    private void tellNewErrors(HostReport report) {
        List<String> errors = report.collection().errors();
        if (!errors.equals(knownErrors)) {
            log.warn("event=collection-changed missing=\"{}\"", String.join("; ", errors));
            knownErrors = errors;
        }
    }
}
