package io.logaggregator.agent.scrape;

import io.logaggregator.agent.scrape.Exposition.Result;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.wire.otlp.OtlpMetricsEncoder.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes each target once per interval, in a thread of its own, so that a slow target delays no other. The samples of a
 * scrape include {@code up}, which is 1 if it succeeded and else 0, {@code scrape_duration_seconds} and {@code
 * scrape_samples_scraped}.
 */
public final class Scraper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Scraper.class);

    private static final String UP = "up";
    private static final String DURATION = "scrape_duration_seconds";
    private static final String SAMPLES = "scrape_samples_scraped";
    private static final Set<String> OWN = Set.of(UP, DURATION, SAMPLES);

    private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

    private final Scraping scraping;
    private final String host;
    private final Output output;
    private final InstantSource clock;
    private final TargetClient client;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads;

    /** Receives the samples of a scrape. Is called by several threads. */
    @FunctionalInterface
    public interface Output {

        void accept(Source source, List<MetricSample> samples);
    }

    /** @param host name of this host */
    public Scraper(Scraping scraping, String host, Output output, InstantSource clock) {
        this.scraping = scraping;
        this.host = host;
        this.output = output;
        this.clock = clock;
        client = new TargetClient(scraping.timeout());
        threads = scraping.targets().stream()
                .map(target -> Thread.ofVirtual()
                        .name("agent-scrape-" + target.instance())
                        .unstarted(new TargetLoop(target)))
                .toList();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** Stops all scrapes, also those in progress. */
    @Override
    public void close() {
        closing.countDown();
        threads.forEach(Thread::interrupt);
        client.close();
        try {
            for (Thread thread : threads) {
                thread.join(END_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The scrapes of one target. */
    private final class TargetLoop implements Runnable {

        private final ScrapeTarget target;
        private final Source source;
        private String failure = "";
        private boolean hasInvalidLines;

        TargetLoop(ScrapeTarget target) {
            this.target = target;
            source = new Source(target.hostOf(host), target.job(), target.instance());
        }

        @Override
        public void run() {
            try {
                long next = System.nanoTime();
                while (!closing.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    scrape();
                    next = Math.max(next + scraping.interval().toNanos(), System.nanoTime());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void scrape() throws InterruptedException {
            Instant at = clock.instant();
            long started = System.nanoTime();
            Result result = client.scrape(target, source.host(), at);
            double seconds = (System.nanoTime() - started) / 1e9;
            if (closing.getCount() == 0) {
                return;
            }
            log(result);
            List<MetricSample> samples = new ArrayList<>(result.samples());
            samples.removeIf(sample ->
                    OWN.contains(sample.metric()) && sample.attributes().equals(target.labels()));
            samples.add(own(UP, result.failure().isEmpty() ? 1 : 0, at));
            samples.add(own(DURATION, seconds, at));
            samples.add(own(SAMPLES, result.exposed(), at));
            output.accept(source, samples);
        }

        private MetricSample own(String metric, double value, Instant at) {
            return new MetricSample(source.host(), metric, value, at, Map.copyOf(target.labels()));
        }

        private void log(Result result) {
            String reason = result.failure().orElse("");
            if (!reason.isEmpty() && failure.isEmpty()) {
                log.warn("target down: url={} reason=\"{}\"", target.name(), reason);
            } else if (reason.isEmpty() && !failure.isEmpty()) {
                log.info("target up again: url={} samples={}", target.name(), result.exposed());
            }
            failure = reason;
            if (result.invalid() > 0 && !hasInvalidLines) {
                log.warn(
                        "invalid lines skipped: url={} lines={} first=\"{}\"",
                        target.name(),
                        result.invalid(),
                        result.firstInvalid());
            }
            hasInvalidLines = result.invalid() > 0;
        }
    }
}
