package io.logaggregator.wire.otlp;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.JsonMembers;
import io.logaggregator.wire.metrics.HostMetrics;
import io.logaggregator.wire.otlp.OtlpMetric.Type;
import io.logaggregator.wire.otlp.OtlpSource.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Export requests in JSON: one, several in a row, or an array of them. Nested objects are found by their brackets, and only
 * log records and data points are parsed, each by itself.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP, JSON Protobuf encoding</a>
 */
final class OtlpJson implements Elements {

    private static final String SPANS = "spans are not stored (expected: logs or metrics)";

    private final Bytes text;

    OtlpJson(Bytes text) {
        this.text = text;
    }

    @Override
    public void visit(ElementVisitor visitor) {
        new Visit(visitor).requests();
    }

    /** One visit of all elements. */
    private final class Visit {

        private final ElementVisitor visitor;
        private final HostMetrics translated;
        private boolean spans;

        Visit(ElementVisitor visitor) {
            this.visitor = visitor;
            this.translated = HostMetrics.of(visitor);
        }

        void requests() {
            guard(
                    text,
                    () -> JsonMembers.ofRow(
                            text, value -> guard(value, () -> JsonMembers.ofArray(value, this::request))));
            translated.addTo(visitor, text.startingAt(text.to()));
        }

        /** Rejects a value with an invalid structure. */
        private void guard(Bytes value, Runnable visit) {
            if (visitor.isPast(value)) {
                return;
            }
            try {
                visit.run();
            } catch (InvalidElementException e) {
                visitor.reject(e.reason(), e.detail(), value);
            }
        }

        private void request(Bytes request) {
            guard(request, () -> {
                boolean[] known = {false};
                JsonMembers.ofObject(request, (name, value) -> {
                    switch (name) {
                        case "resourceLogs" -> resources(value, "scopeLogs", this::logScope);
                        case "resourceMetrics" -> resources(value, "scopeMetrics", this::metricScope);
                        case "resourceSpans" -> span(value);
                        default -> {
                            return;
                        }
                    }
                    known[0] = true;
                });
                if (!known[0]) {
                    String detail = "no resourceLogs or resourceMetrics (expected: an OTLP request of logs or metrics)";
                    visitor.reject(Reason.MALFORMED, detail, request);
                }
            });
        }

        /** Rejects the first spans of a message and drops the others. */
        private void span(Bytes value) {
            boolean first = !spans;
            spans = true;
            visitor.add(value, result -> {
                if (first) {
                    result.reject(Reason.MALFORMED, SPANS, value);
                } else {
                    result.drop(1);
                }
            });
        }

        private void resources(Bytes array, String scopes, BiConsumer<Bytes, Map<String, Object>> visit) {
            guard(
                    array,
                    () -> JsonMembers.ofArray(
                            array,
                            item -> guard(item, () -> {
                                Map<String, Object> resource = new LinkedHashMap<>();
                                JsonMembers.ofObject(item, (name, value) -> {
                                    if (name.equals("resource")) {
                                        resource.putAll(OtlpJsonElements.resource(value));
                                    }
                                });
                                JsonMembers.ofObject(item, (name, value) -> {
                                    if (name.equals(scopes) && !visitor.isDone()) {
                                        guard(
                                                value,
                                                () -> JsonMembers.ofArray(
                                                        value, scope -> visit.accept(scope, resource)));
                                    }
                                });
                            })));
        }

        private void logScope(Bytes item, Map<String, Object> resource) {
            scope(
                    item,
                    resource,
                    "logRecords",
                    (log, source) -> visitor.add(
                            log, result -> OtlpJsonElements.logRecord(log).addTo(result, source)));
        }

        private void metricScope(Bytes item, Map<String, Object> resource) {
            scope(item, resource, "metrics", (metric, source) -> guard(metric, () -> metric(metric, source)));
        }

        private void scope(
                Bytes item, Map<String, Object> resource, String items, BiConsumer<Bytes, OtlpSource> visit) {
            guard(item, () -> {
                Scope[] scope = {Scope.NONE};
                JsonMembers.ofObject(item, (name, value) -> {
                    if (name.equals("scope")) {
                        scope[0] = OtlpJsonElements.scope(value);
                    }
                });
                OtlpSource source = OtlpSource.of(resource, scope[0]);
                JsonMembers.ofObject(item, (name, value) -> {
                    if (name.equals(items)) {
                        guard(value, () -> JsonMembers.ofArray(value, element -> visit.accept(element, source)));
                    }
                });
            });
        }

        private void metric(Bytes metric, OtlpSource source) {
            String[] name = {""};
            JsonMembers.ofObject(metric, (member, value) -> {
                if (member.equals("name")) {
                    name[0] = OtlpJsonElements.text(value);
                }
            });
            if (name[0].isBlank()) {
                throw InvalidElementException.incomplete("metric without a name");
            }
            Map<String, Object> metadata = OtlpMetric.isAlert(name[0]) ? metadata(metric) : Map.of();
            JsonMembers.ofObject(metric, (member, data) -> {
                switch (member) {
                    case "gauge" -> points(data, OtlpMetric.gauge(name[0], metadata), source);
                    case "sum" -> points(data, OtlpMetric.sum(name[0], temporality(data), isMonotonic(data)), source);
                    case "histogram" ->
                        points(data, OtlpMetric.histogram(name[0], Type.HISTOGRAM, temporality(data)), source);
                    case "exponentialHistogram" ->
                        points(
                                data,
                                OtlpMetric.histogram(name[0], Type.EXPONENTIAL_HISTOGRAM, temporality(data)),
                                source);
                    case "summary" -> points(data, OtlpMetric.summary(name[0]), source);
                    default -> {}
                }
            });
        }

        private static Map<String, Object> metadata(Bytes metric) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            JsonMembers.ofObject(metric, (member, value) -> {
                if (member.equals("metadata")) {
                    metadata.putAll(OtlpJsonElements.attributes(value));
                }
            });
            return metadata;
        }

        private static long temporality(Bytes data) {
            long[] temporality = {0};
            JsonMembers.ofObject(data, (name, value) -> {
                if (name.equals("aggregationTemporality")) {
                    String text = value.text();
                    temporality[0] = text.equals("1") || text.contains("DELTA")
                            ? 1
                            : text.equals("2") || text.contains("CUMULATIVE") ? 2 : 0;
                }
            });
            return temporality[0];
        }

        private static boolean isMonotonic(Bytes data) {
            boolean[] monotonic = {false};
            JsonMembers.ofObject(data, (name, value) -> {
                if (name.equals("isMonotonic")) {
                    monotonic[0] = value.text().equals("true");
                }
            });
            return monotonic[0];
        }

        private void points(Bytes data, OtlpMetric metric, OtlpSource source) {
            JsonMembers.ofObject(data, (name, value) -> {
                if (name.equals("dataPoints")) {
                    guard(
                            value,
                            () -> JsonMembers.ofArray(
                                    value,
                                    bytes -> visitor.add(bytes, result -> {
                                        OtlpPoint point = OtlpJsonElements.point(bytes);
                                        point.addTo(result, metric, source);
                                        if (metric.type() == Type.NUMBER && HostMetrics.isSource(metric.name())) {
                                            translated.use(point.number(metric, source, result));
                                        }
                                    })));
                }
            });
        }
    }
}
