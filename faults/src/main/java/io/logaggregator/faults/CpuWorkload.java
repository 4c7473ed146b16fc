package io.logaggregator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.faults.system.Broker;
import io.logaggregator.testkit.CpuSample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * CPU samples of hosts under varying load, every two seconds.
 *
 * <p>Their clocks are {@link #CLOCK_OFFSET} ahead. A host without data during its recovery period counts as recovered, so
 * samples that arrive after their own time would rightly cause other alerts than a run without faults.
 */
final class CpuWorkload implements Workload {

    /** Less than the server's limit for clocks ahead of time, more than the longest outage of the queue. */
    static final Duration CLOCK_OFFSET = Duration.ofMinutes(5);

    private static final int HOSTS = 24;
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Longer than the recovery period of any rule. */
    private static final int FINAL_LOW_SAMPLES = 15;

    private final List<CpuSample> issued = new ArrayList<>();
    private final List<LoadCurve> curves;
    private final InstantSource clock;
    private final Instant start;
    private int samplesPerHost;

    CpuWorkload(SplittableRandom random, InstantSource clock) {
        this.curves = IntStream.range(0, HOSTS)
                .mapToObj(host -> new LoadCurve(random.split()))
                .toList();
        this.clock = clock;
        this.start = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    @Override
    public void run(Producer producer, CountDownLatch end) throws InterruptedException {
        do {
            issue(producer, curves.stream().map(LoadCurve::next).toList());
        } while (!end.await(untilNextSample().toMillis(), TimeUnit.MILLISECONDS));
        for (int sample = 0; sample < FINAL_LOW_SAMPLES; sample++) {
            issue(producer, curves.stream().map(_ -> LoadCurve.LOW).toList());
        }
    }

    private Duration untilNextSample() {
        Duration left = Duration.between(clock.instant(), start.plus(INTERVAL.multipliedBy(samplesPerHost)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void issue(Producer producer, List<Double> ratios) throws InterruptedException {
        Instant at = start.plus(CLOCK_OFFSET).plus(INTERVAL.multipliedBy(samplesPerHost++));
        List<CpuSample> samples = IntStream.range(0, HOSTS)
                .mapToObj(host -> new CpuSample("host-" + host, at, ratios.get(host)))
                .toList();
        producer.append(
                Broker.METRICS,
                samples.stream()
                        .map(sample -> new Producer.Item(sample.host(), new String(sample.json(), UTF_8)))
                        .toList());
        synchronized (issued) {
            issued.addAll(samples);
        }
    }

    @Override
    public long issued() {
        synchronized (issued) {
            return issued.size();
        }
    }

    /** All acknowledged samples, those of one host in order. */
    List<CpuSample> samples() {
        synchronized (issued) {
            return List.copyOf(issued);
        }
    }

    /** CPU ratio of one host, constant for a few samples at a time. */
    private static final class LoadCurve {

        static final double LOW = 0.3;

        /** Low, within the hysteresis, and above each threshold. */
        private static final double[] RATIOS = {LOW, LOW, 0.6, 0.78, 0.85, 0.93, 0.99};

        private static final int MAX_CONSTANT_SAMPLES = 6;

        private final SplittableRandom random;
        private double ratio;
        private int left;

        LoadCurve(SplittableRandom random) {
            this.random = random;
        }

        double next() {
            if (left == 0) {
                ratio = RATIOS[random.nextInt(RATIOS.length)];
                left = random.nextInt(1, MAX_CONSTANT_SAMPLES + 1);
            }
            left--;
            return ratio;
        }
    }
}
