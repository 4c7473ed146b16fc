package io.logaggregator.faults;

import io.logaggregator.faults.system.Aggregator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Log messages posted to all instances in service that report to be ready, as a load balancer would do. Thread-safe.
 */
final class PostedLogs implements Workload.NumberedLogs {

    private static final int BATCH_SIZE = 10;
    private static final int ACCEPTED = 202;
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final List<Aggregator> inService;
    private final List<String> errors = new ArrayList<>();
    private long issued;

    PostedLogs(List<Aggregator> aggregators) {
        this.inService = new ArrayList<>(aggregators);
    }

    @Override
    public String host() {
        return "posted";
    }

    @Override
    public synchronized long issued() {
        return issued;
    }

    @Override
    public void run(Producer producer, CountDownLatch end) throws InterruptedException {
        do {
            postToEach();
        } while (!end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void postToEach() throws InterruptedException {
        for (Aggregator aggregator : inService) {
            try {
                if (aggregator.isReady()) {
                    post(aggregator);
                }
            } catch (IOException e) {
                errors.add("from " + issued + ": " + e);
            }
        }
    }

    private void post(Aggregator aggregator) throws IOException, InterruptedException {
        int status = aggregator.post(LongStream.range(issued, issued + BATCH_SIZE)
                .mapToObj(number -> Workload.NumberedLogs.message(host(), number))
                .collect(Collectors.joining("\n")));
        if (status == ACCEPTED) {
            issued += BATCH_SIZE;
        } else {
            errors.add("from " + issued + ": status " + status);
        }
    }

    /** When this returns, no request to the instance is in progress, and none follows. */
    synchronized void takeOutOfService(Aggregator aggregator) {
        inService.remove(aggregator);
    }

    synchronized void putIntoService(Aggregator aggregator) {
        inService.add(aggregator);
    }

    /** Errors of instances that had just reported to be ready. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }
}
