package io.logaggregator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * Hosts that get busy and calm down, as agents say it: every two seconds, whatever happens.
 *
 * <p>Their clocks are {@link #AHEAD}. What comes late cannot be told from what comes too late: a host that is silent while
 * it recovers has recovered. So nothing may come later than the time it is about, or the alerts would rightly differ from
 * those of a run without faults.
 */
final class CpuSource implements Source {

    /** Less than the server grants, more than an outage of the queue lasts. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final int HOSTS = 24;
    private static final Duration BEAT = Duration.ofSeconds(2);
    /** Longer than any rule takes to be sure that all is well. */
    private static final int CALM_BEATS = 15;

    private final List<CpuSample> issued = new ArrayList<>();
    private final List<CpuCurve> courses;
    private final InstantSource clock;
    private final Instant begin;
    private int beats;

    CpuSource(SplittableRandom random, InstantSource clock) {
        this.courses = IntStream.range(0, HOSTS)
                .mapToObj(host -> new CpuCurve(random.split()))
                .toList();
        this.clock = clock;
        this.begin = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    @Override
    public void run(Producer producer, CountDownLatch ending) throws InterruptedException {
        do {
            List<Double> ratios = courses.stream().map(CpuCurve::next).toList();
            issue(producer, ratios);
        } while (!ending.await(untilNextBeat().toMillis(), TimeUnit.MILLISECONDS));
        for (int beat = 0; beat < CALM_BEATS; beat++) {
            issue(producer, courses.stream().map(_ -> CpuCurve.CALM).toList());
        }
    }

    private Duration untilNextBeat() {
        Duration left = Duration.between(clock.instant(), begin.plus(BEAT.multipliedBy(beats)));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void issue(Producer producer, List<Double> ratios) throws InterruptedException {
        Instant at = begin.plus(AHEAD).plus(BEAT.multipliedBy(beats++));
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

    /** All that are in the queue; those of one host in order. */
    List<CpuSample> samples() {
        synchronized (issued) {
            return List.copyOf(issued);
        }
    }
}
