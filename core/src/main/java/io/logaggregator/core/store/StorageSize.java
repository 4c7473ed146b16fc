package io.logaggregator.core.store;

import java.time.LocalDate;

/** How much room is taken by what is stored, with its indexes, in bytes. Thread-safe. */
public interface StorageSize {

    /** All of the store. */
    long totalBytes();

    /** What was observed on a day by UTC: 0 where nothing is kept of it. */
    long dayBytes(LocalDate day);
}
