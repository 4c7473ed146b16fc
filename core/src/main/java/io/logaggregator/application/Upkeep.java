package io.logaggregator.application;

import java.time.Duration;
import java.time.Instant;

/** Work that the store needs from time to time, on one instance at a time. */
public interface Upkeep {

    /**
     * Makes the partitions of the days to come and drops those that are past retention. Harmless to repeat; does nothing
     * while another instance is at it.
     *
     * @param now the day it is
     * @param retention how long rows are kept
     * @return whether all of it was done: what others use at the time is left for the next run
     */
    boolean run(Instant now, Duration retention);
}
