package io.logaggregator.benchmarks.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Realistic log messages, reproducible by seed: 100 hosts, 16 applications, lines of 60 to 400 bytes that end with one of a
 * million numbers.
 */
public final class SampleLogs {

    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "INFO", "DEBUG", "DEBUG", "WARN", "ERROR"};
    private static final String[] WORDS =
            ("request completed user order payment timeout connection pool retry upstream cache miss hit session token "
                            + "expired refused queue consumer lag commit offset partition latency slow query index scan")
                    .split(" ");

    private final SplittableRandom random;
    private final Supplier<Instant> times;

    private SampleLogs(Supplier<Instant> times, long seed) {
        this.random = new SplittableRandom(seed);
        this.times = times;
    }

    /** Messages with timestamps at intervals of a millisecond. */
    public static SampleLogs since(Instant begin, long seed) {
        return since(begin, Duration.ofMillis(1), seed);
    }

    /** Messages with timestamps at this interval. */
    public static SampleLogs since(Instant begin, Duration apart, long seed) {
        AtomicLong made = new AtomicLong();
        return new SampleLogs(() -> begin.plus(apart.multipliedBy(made.getAndIncrement())), seed);
    }

    /** Messages with the current time. */
    public static SampleLogs live(long seed) {
        return new SampleLogs(Instant::now, seed);
    }

    /** The next message as JSON. */
    public byte[] next() {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"timestamp\":\"").append(times.get());
        json.append("\",\"host\":\"web-").append(random.nextInt(100));
        json.append(".example.org\",\"level\":\"").append(LEVELS[random.nextInt(LEVELS.length)]);
        json.append("\",\"application\":\"app-").append(random.nextInt(16));
        json.append("\",\"component\":\"http\",\"environment\":\"prod\",\"tags\":[\"team:blue\"],\"message\":\"");
        int length = 60 + random.nextInt(341);
        for (int end = json.length() + length; json.length() < end; ) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.append(random.nextInt(1_000_000))
                .append("\",\"metadata\":{\"status\":")
                .append(200 + random.nextInt(400));
        json.append(",\"user\":\"u").append(random.nextInt(50_000)).append('"');
        json.append(",\"durationMs\":").append(random.nextInt(10_000)).append(",\"path\":\"/api/v1/orders\"}}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
