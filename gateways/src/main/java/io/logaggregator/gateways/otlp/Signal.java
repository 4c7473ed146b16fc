package io.logaggregator.gateways.otlp;

/** The signals of OTLP, with the names of JSON. The numbers of protobuf are the same for each: 1 resources, 2 scopes and records. */
enum Signal {
    LOGS("logs", "logs.v1.LogsService", "resourceLogs", "scopeLogs", "logRecords", "rejectedLogRecords"),
    METRICS("metrics", "metrics.v1.MetricsService", "resourceMetrics", "scopeMetrics", "metrics", "rejectedDataPoints"),
    TRACES("traces", "trace.v1.TraceService", "resourceSpans", "scopeSpans", "spans", "rejectedSpans");

    final String path;

    /** Name of the gRPC service, without the package of all collector services. */
    final String service;

    final String resources;
    final String scopes;
    final String records;
    final String rejected;

    Signal(String path, String service, String resources, String scopes, String records, String rejected) {
        this.path = path;
        this.service = service;
        this.resources = resources;
        this.scopes = scopes;
        this.records = records;
        this.rejected = rejected;
    }
}
