package io.logaggregator.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** All who issue, each on a thread and with a producer of its own. */
final class Sources implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofMinutes(3);

    private final CountDownLatch ending = new CountDownLatch(1);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final String bootstrapServers;

    Sources(String bootstrapServers, List<Source> sources) {
        this.bootstrapServers = bootstrapServers;
        for (Source source : sources) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("source-" + threads.size())
                    .start(() -> run(source)));
        }
    }

    private void run(Source source) {
        try (Producer producer = new Producer(bootstrapServers)) {
            source.run(producer, ending);
        } catch (InterruptedException e) {
            failures.add("a source was interrupted after " + source.issued());
        } catch (RuntimeException e) {
            failures.add("a source ended after " + source.issued() + ": " + e + ", " + e.getCause());
        }
    }

    /** Returns when all that was begun is in the queue; what kept it from being so, if anything did. */
    List<String> end() throws InterruptedException {
        ending.countDown();
        long end = System.nanoTime() + END_LIMIT.toNanos();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                failures.add(thread.getName() + " does not end within " + END_LIMIT);
            }
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ending.countDown();
        threads.forEach(Thread::interrupt);
    }
}
