package io.logaggregator.faults;

import io.logaggregator.faults.system.Broker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Produces numbered log messages at a constant rate, or more slowly if the queue does not keep up. */
final class LogWorkload implements Workload.NumberedLogs {

    private static final int BATCH_SIZE = 10;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** Several keys per partition, so that each partition always receives messages. */
    private static final int KEYS = 16;

    private final String host;
    private volatile long issued;

    LogWorkload(int number) {
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
    public void run(Producer producer, CountDownLatch end) throws InterruptedException {
        do {
            long first = issued;
            producer.append(
                    Broker.LOGS,
                    LongStream.range(first, first + BATCH_SIZE)
                            .mapToObj(this::item)
                            .toList());
            issued = first + BATCH_SIZE;
        } while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Producer.Item item(long number) {
        return new Producer.Item(host + '-' + number % KEYS, Workload.NumberedLogs.message(host, number));
    }
}
