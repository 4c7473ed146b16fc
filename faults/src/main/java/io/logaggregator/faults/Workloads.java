package io.logaggregator.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Runs workloads, each with its own thread and producer. */
final class Workloads implements AutoCloseable {

    private static final Duration END_TIMEOUT = Duration.ofMinutes(5);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final String bootstrapServers;

    Workloads(String bootstrapServers, List<Workload> workloads) {
        this.bootstrapServers = bootstrapServers;
        for (Workload workload : workloads) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("workload-" + threads.size())
                    .start(() -> run(workload)));
        }
    }

    private void run(Workload workload) {
        try (Producer producer = new Producer(bootstrapServers)) {
            workload.run(producer, end);
        } catch (InterruptedException e) {
            failures.add("a workload was interrupted after " + workload.issued());
        } catch (RuntimeException e) {
            failures.add("a workload failed after " + workload.issued() + ": " + e + ", " + e.getCause());
        }
    }

    /** Returns the failures, when all workloads have completed. */
    List<String> end() throws InterruptedException {
        end.countDown();
        long deadline = System.nanoTime() + END_TIMEOUT.toNanos();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                failures.add(thread.getName() + " does not end within " + END_TIMEOUT);
            }
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        end.countDown();
        threads.forEach(Thread::interrupt);
    }
}
