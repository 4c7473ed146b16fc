package io.logaggregator.core.store;

import java.time.Duration;
import java.time.Instant;

/** Periodic maintenance of the store, by one instance at a time. */
public interface Maintenance {

    /**
     * Creates partitions for the coming days, drops expired ones, and removes hosts and series without data within the
     * retention period. Idempotent; does nothing while another instance does it.
     *
     * @param now current time
     * @param retention how long rows are kept
     * @return whether everything was done; partitions in use are left for the next run
     */
    boolean run(Instant now, Duration retention);

    /**
     * Compacts closed hours and days for faster queries. May take many minutes; progress is kept on interruption. Does
     * nothing while another instance does it.
     *
     * @param now hours and days that ended before are closed
     */
    void maintainClosedPartitions(Instant now);

    /**
     * Drops the oldest days of observations, one after another, until all of them take at most {@code bytes}; never the
     * current or coming days. Counts dropped rows as expired. Idempotent, also on several instances at a time.
     *
     * @param now current time
     * @param bytes maximum size of observations with their indexes
     */
    SizeRetentionResult enforceMaxSize(Instant now, long bytes);
}
