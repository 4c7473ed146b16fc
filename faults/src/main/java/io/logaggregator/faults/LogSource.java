package io.logaggregator.faults;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Issues log messages that carry the numbers 0, 1, 2..., at a steady rate, or as the queue takes them. */
final class LogSource implements NumberedLogs {

    private static final int AT_ONCE = 10;
    private static final Duration APART = Duration.ofMillis(100);
    /** Several per partition of the queue, so that each has something all the time. */
    private static final int KEYS = 16;

    private final String host;
    private volatile long issued;

    LogSource(int number) {
        this.host = "source-" + number;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public long issued() {
        return issued;
    }

    @Override
    public void run(Producer producer, CountDownLatch ending) throws InterruptedException {
        do {
            long first = issued;
            producer.append(
                    Broker.LOGS,
                    LongStream.range(first, first + AT_ONCE)
                            .mapToObj(this::item)
                            .toList());
            issued = first + AT_ONCE;
        } while (!ending.await(APART.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Producer.Item item(long number) {
        return new Producer.Item(host + '-' + number % KEYS, NumberedLogs.message(host, number));
    }
}
