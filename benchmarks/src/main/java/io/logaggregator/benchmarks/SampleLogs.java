package io.logaggregator.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;

/** Realistic log messages, the same ones for the same seed: 100 hosts, 16 applications, lines of 60 to 400 bytes. */
final class SampleLogs {

    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "INFO", "DEBUG", "DEBUG", "WARN", "ERROR"};
    private static final String[] WORDS =
            ("request completed user order payment timeout connection pool retry upstream cache miss hit session token "
                            + "expired refused queue consumer lag commit offset partition latency slow query index scan")
                    .split(" ");

    private final SplittableRandom random;
    private final Instant begin;
    private int made;

    SampleLogs(long seed, Instant begin) {
        this.random = new SplittableRandom(seed);
        this.begin = begin;
    }

    /** The next message as JSON, a millisecond later than the one before. */
    byte[] next() {
        StringBuilder json = new StringBuilder(512);
        json.append("{\"timestamp\":\"").append(begin.plusMillis(made++));
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
