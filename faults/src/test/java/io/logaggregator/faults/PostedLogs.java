package io.logaggregator.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Log messages that are posted to instances in turn, as a balancer leads there: only to those that are in service, and
 * only while they say that they are ready. Thread-safe.
 */
final class PostedLogs implements NumberedLogs {

    private static final int AT_ONCE = 10;
    private static final int ACCEPTED = 202;
    private static final Duration APART = Duration.ofMillis(50);

    private final List<Aggregator> inService;
    private final List<String> refusals = new ArrayList<>();
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
    public void run(Producer producer, CountDownLatch ending) throws InterruptedException {
        do {
            postToEach();
        } while (!ending.await(APART.toMillis(), TimeUnit.MILLISECONDS));
    }

    private synchronized void postToEach() throws InterruptedException {
        for (Aggregator aggregator : inService) {
            try {
                if (aggregator.isReady()) {
                    post(aggregator);
                }
            } catch (IOException e) {
                refusals.add("from " + issued + ": " + e);
            }
        }
    }

    private void post(Aggregator aggregator) throws IOException, InterruptedException {
        int status = aggregator.post(LongStream.range(issued, issued + AT_ONCE)
                .mapToObj(number -> NumberedLogs.message(host(), number))
                .collect(Collectors.joining("\n")));
        if (status == ACCEPTED) {
            issued += AT_ONCE;
        } else {
            refusals.add("from " + issued + ": status " + status);
        }
    }

    /** When this returns nothing is on its way to it, and nothing more will be. */
    synchronized void takeOutOfService(Aggregator aggregator) {
        inService.remove(aggregator);
    }

    synchronized void putIntoService(Aggregator aggregator) {
        inService.add(aggregator);
    }

    /** What was not taken by an instance that had just said that it is ready. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }
}
