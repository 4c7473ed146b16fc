package io.logaggregator.faults;

import java.util.concurrent.CountDownLatch;

/** Somebody who issues, on a thread of his own. */
interface Source {

    /** Issues until it is told that the end has come, and then completes what it has begun. */
    void run(Producer producer, CountDownLatch ending) throws InterruptedException;

    /** How many observations the queue has acknowledged until now. */
    long issued();
}
