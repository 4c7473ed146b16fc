package io.logaggregator.core.store;

import java.time.Duration;
import java.time.Instant;

/** Work that the store needs from time to time, on one instance at a time. */
public interface Maintenance {

    /**
     * Makes the partitions of the days to come and drops those that are past retention. Harmless to repeat; does nothing
     * while another instance is at it.
     *
     * @param now the day it is
     * @param retention how long rows are kept
     * @return whether all of it was done: what others use at the time is left for the next run
     */
    boolean run(Instant now, Duration retention);

    /**
     * Prepares hours and days that are over for questions, which are answered without it too, only slower. It may take
     * many minutes; what is done stays done. Does nothing while another instance is at it.
     *
     * @param now what is over by then
     */
    void settle(Instant now);

    /**
     * Drops the oldest days of observations, one after the other, as long as all of them together take more room than
     * that: never today or days to come. What is dropped is counted as by retention. Harmless to repeat, also on several
     * instances at a time.
     *
     * @param now the day it is
     * @param bytes the most that observations may take, with their indexes
     */
    SizeRetentionResult shrink(Instant now, long bytes);
}
