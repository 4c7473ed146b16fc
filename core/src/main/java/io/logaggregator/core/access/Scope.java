package io.logaggregator.core.access;

/** Permission of an API key. No scope includes another. */
public enum Scope {
    /** Send logs and metrics. */
    INGEST,
    /** Read all data except keys and the audit log; save private views. */
    READ,
    /** Change rules, thresholds, channels and silences, act on alerts, replay rejected messages, share views. */
    OPERATE,
    /** Create and revoke keys, read the audit log. */
    ADMIN,
    /** Scrape the metrics of the server. */
    METRICS
}
