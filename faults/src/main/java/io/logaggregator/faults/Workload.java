package io.logaggregator.faults;

import java.util.concurrent.CountDownLatch;

/** A producer of test data, which runs on its own thread. */
interface Workload {

    /** Produces until the latch opens, then completes the current batch. */
    void run(Producer producer, CountDownLatch end) throws InterruptedException;

    /** Number of observations that the queue has acknowledged so far. */
    long issued();

    /** Log messages of one host with the numbers 0, 1, 2... {@link #issued} is the next number. */
    interface NumberedLogs extends Workload {

        String host();

        static String message(String host, long number) {
            return """
                    {"host":"%s","level":"INFO","message":"%d","application":"faults"}""".formatted(host, number);
        }
    }
}
