package io.logaggregator.gateways.otlp;

/** The signals of OTLP, with the names of JSON. The numbers of protobuf are the same for each: 1 resources, 2 scopes and records. */
enum Signal {
    LOGS("logs", "resourceLogs", "scopeLogs", "logRecords", "rejectedLogRecords"),
    METRICS("metrics", "resourceMetrics", "scopeMetrics", "metrics", "rejectedDataPoints"),
    TRACES("traces", "resourceSpans", "scopeSpans", "spans", "rejectedSpans");

    final String path;
    final String resources;
    final String scopes;
    final String records;
    final String rejected;

    Signal(String path, String resources, String scopes, String records, String rejected) {
        this.path = path;
        this.resources = resources;
        this.scopes = scopes;
        this.records = records;
        this.rejected = rejected;
    }
}
