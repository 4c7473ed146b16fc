package io.logaggregator.core.store;

import java.time.LocalDate;

/** Disk space of stored data with indexes, in bytes. Thread-safe. */
public interface StorageSize {

    /** Of the whole store. */
    long totalBytes();

    /** Of the observations of a UTC day: 0 if there are none. */
    long dayBytes(LocalDate day);
}
