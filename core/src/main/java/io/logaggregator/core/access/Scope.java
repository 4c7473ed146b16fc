package io.logaggregator.core.access;

/** What a key is good for. None includes another: a key says all it may do. */
public enum Scope {
    /** Send logs and metrics. */
    INGEST,
    /** Look at everything that is stored, but not at keys and the audit. */
    READ,
    /** Change rules, thresholds and channels, act on alerts, replay rejected messages. */
    OPERATE,
    /** Make and revoke keys, read the audit. */
    ADMIN,
    /** Scrape the metrics of the program itself. */
    METRICS
}
