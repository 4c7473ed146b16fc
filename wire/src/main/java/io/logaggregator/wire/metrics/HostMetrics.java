package io.logaggregator.wire.metrics;

import static io.logaggregator.wire.metrics.HostMetrics.Formula.COMPLEMENT_OF_MEAN;
import static io.logaggregator.wire.metrics.HostMetrics.Formula.COMPLEMENT_OF_SHARE;
import static io.logaggregator.wire.metrics.HostMetrics.Formula.MEAN;
import static io.logaggregator.wire.metrics.HostMetrics.Formula.SHARE;
import static io.logaggregator.wire.metrics.HostMetrics.Formula.SUM;

import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates metrics of other senders to the three that the built-in rules read: CPU and memory utilization as ratios of
 * the host, and the number of processes. The translated sample has no attributes; the original is stored too.
 */
public final class HostMetrics implements ElementVisitor.Summary {

    private static final String CPU = "system.cpu.utilization";
    private static final String MEMORY = "system.memory.utilization";
    private static final String PROCESSES = "system.process.count";

    private static final Set<String> STATE =
            Set.of("state", "cpu.mode", "system.cpu.state", "system.memory.state", "linux.memory.state");
    private static final Set<String> STATUS = Set.of("status", "system.process.status", "process.state");

    /** Translations with the same target in order of precedence. */
    private static final List<Translation> TABLE = List.of(
            // OpenTelemetry collector, receiver hostmetrics
            of(CPU, COMPLEMENT_OF_MEAN, 1, "system.cpu.utilization").where(STATE, "idle"),
            of(MEMORY, SUM, 1, "system.memory.utilization").where(STATE, "used"),
            of(MEMORY, SHARE, 1, "system.memory.usage").where(STATE, "used").ofAll(STATE),
            of(PROCESSES, SUM, 1, "system.processes.count").ofAll(STATUS),
            of(PROCESSES, SUM, 1, "system.process.count").ofAll(STATUS),
            // Telegraf
            of(CPU, COMPLEMENT_OF_MEAN, 0.01, "cpu.usage_idle").where(Set.of("cpu"), "cpu-total"),
            of(MEMORY, MEAN, 0.01, "mem.used_percent"),
            of(PROCESSES, MEAN, 1, "processes.total"),
            // Metricbeat
            of(CPU, MEAN, 1, "system.cpu.total.norm.pct"),
            of(MEMORY, MEAN, 1, "system.memory.actual.used.pct"),
            of(PROCESSES, MEAN, 1, "system.process.summary.total"),
            // collectd with ValuesPercentage true, and ReportByCpu false
            of(CPU, COMPLEMENT_OF_MEAN, 0.01, "cpu.percent")
                    .where(Set.of("type_instance"), "idle")
                    .without("plugin_instance"),
            of(MEMORY, MEAN, 0.01, "memory.percent")
                    .where(Set.of("type_instance"), "used")
                    .without("plugin_instance"),
            of(PROCESSES, SUM, 1, "processes.ps_state")
                    .ofAll(Set.of("type_instance"))
                    .without("plugin_instance"),
            // Prometheus node_exporter
            of(MEMORY, COMPLEMENT_OF_SHARE, 1, "node_memory_MemAvailable_bytes").over("node_memory_MemTotal_bytes"),
            of(PROCESSES, MEAN, 1, "node_processes_pids"));

    private static final Set<String> SOURCES = TABLE.stream()
            .flatMap(row -> row.total().isEmpty() ? Stream.of(row.metric()) : Stream.of(row.metric(), row.total()))
            .collect(Collectors.toUnmodifiableSet());

    /** States of nearly all processes in collectd. A message without them has a part of the states, and so of the sum. */
    private static final Set<String> MAIN_STATES = Set.of("running", "sleeping");

    /** Bounds the memory for a message with ever new hosts or times. */
    private static final int MAX_GROUPS = 10_000;

    private static final Sums NONE = new Sums();

    private final Map<Key, Map<Translation, Sums>> groups = new LinkedHashMap<>();

    /** The translations of the elements so far. */
    public static HostMetrics of(ElementVisitor visitor) {
        return visitor.summary(HostMetrics::new) instanceof HostMetrics metrics ? metrics : new HostMetrics();
    }

    @Override
    public HostMetrics copy() {
        HostMetrics copy = new HostMetrics();
        groups.forEach((key, rows) -> {
            Map<Translation, Sums> copied = new HashMap<>();
            rows.forEach((row, sums) -> copied.put(row, sums.copy()));
            copy.groups.put(key, copied);
        });
        return copy;
    }

    /** Whether a metric of this name is translated. */
    public static boolean isSource(String metric) {
        return SOURCES.contains(metric);
    }

    /** Uses a point of the message if it is one of a translated metric. */
    public void use(Point point) {
        if (!isSource(point.metric()) || !Double.isFinite(point.value())) {
            return;
        }
        for (Translation row : TABLE) {
            if (row.uses(point)) {
                Key key = new Key(point.host(), row.target(), point.at());
                if (groups.size() < MAX_GROUPS || groups.containsKey(key)) {
                    groups.computeIfAbsent(key, _ -> new HashMap<>())
                            .computeIfAbsent(row, _ -> new Sums())
                            .add(row, point);
                }
            }
        }
    }

    /** Adds the translated samples of the message as an element of their own. */
    public void addTo(ElementVisitor visitor, Bytes end) {
        if (!groups.isEmpty()) {
            visitor.add(end, this::addTo);
        }
    }

    /** Adds the translated samples. */
    public void addTo(DecodeResultBuilder result) {
        groups.forEach((key, rows) -> TABLE.stream()
                .map(row -> rows.getOrDefault(row, NONE).value(row))
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .ifPresent(value -> Point.gauge(key.host(), key.target(), value.getAsDouble(), key.at(), Map.of())
                        .addTo(result)));
    }

    private record Key(String host, String target, Instant at) {}

    /** How the values of a message are combined. */
    enum Formula {
        MEAN,
        SUM,
        COMPLEMENT_OF_MEAN,
        /** The sum of the values that match, divided by the sum of all, or of another metric. */
        SHARE,
        COMPLEMENT_OF_SHARE
    }

    private static Translation of(String target, Formula formula, double scale, String metric) {
        return new Translation(target, formula, scale, metric, Set.of(), "", Set.of(), "", "");
    }

    /**
     * A row of the table.
     *
     * @param scale factor to the unit of the target
     * @param names of an attribute, of which the sender uses one
     * @param value of that attribute that counts
     * @param parts an attribute that divides the metric into parts, of which all count
     * @param absent an attribute of parts of a host
     * @param total metric that divides the sum; empty if there is none
     */
    private record Translation(
            String target,
            Formula formula,
            double scale,
            String metric,
            Set<String> names,
            String value,
            Set<String> parts,
            String absent,
            String total) {

        Translation where(Set<String> attribute, String wanted) {
            return new Translation(target, formula, scale, metric, attribute, wanted, parts, absent, total);
        }

        Translation ofAll(Set<String> attribute) {
            return new Translation(target, formula, scale, metric, names, value, attribute, absent, total);
        }

        Translation without(String attribute) {
            return new Translation(target, formula, scale, metric, names, value, parts, attribute, total);
        }

        Translation over(String whole) {
            return new Translation(target, formula, scale, metric, names, value, parts, absent, whole);
        }

        boolean uses(Point point) {
            Map<String, String> attributes = point.attributes();
            return !attributes.containsKey(absent)
                    && (point.metric().equals(total)
                            || point.metric().equals(metric)
                                    && (parts.isEmpty() ? matches(attributes) : hasAny(attributes, parts)));
        }

        boolean matches(Map<String, String> attributes) {
            return names.isEmpty() || names.stream().anyMatch(name -> value.equals(attributes.get(name)));
        }

        private static boolean hasAny(Map<String, String> attributes, Set<String> names) {
            return names.stream().anyMatch(attributes::containsKey);
        }
    }

    /** The values of one row for one host and instant. */
    private static final class Sums {

        private final Set<String> states = new TreeSet<>();
        private double part;
        private double whole;
        private int count;

        void add(Translation row, Point point) {
            if (point.metric().equals(row.total())) {
                whole += point.value();
                return;
            }
            whole += row.total().isEmpty() ? point.value() : 0;
            if (row.matches(point.attributes())) {
                part += point.value();
                count++;
                row.parts().forEach(name -> states.add(point.attributes().getOrDefault(name, "")));
            }
        }

        Sums copy() {
            Sums copy = new Sums();
            copy.states.addAll(states);
            copy.part = part;
            copy.whole = whole;
            copy.count = count;
            return copy;
        }

        OptionalDouble value(Translation row) {
            if (count == 0) {
                return OptionalDouble.empty();
            }
            return switch (row.formula()) {
                case SUM ->
                    !row.absent().isEmpty() && !states.containsAll(MAIN_STATES)
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(part * row.scale());
                case MEAN -> OptionalDouble.of(part / count * row.scale());
                case COMPLEMENT_OF_MEAN -> ratio(1 - part / count * row.scale());
                case SHARE -> whole > 0 ? ratio(part / whole) : OptionalDouble.empty();
                case COMPLEMENT_OF_SHARE -> whole > 0 ? ratio(1 - part / whole) : OptionalDouble.empty();
            };
        }

        /** Rounding of the parts may lead slightly beyond 0 and 1. */
        private static OptionalDouble ratio(double value) {
            return OptionalDouble.of(Math.clamp(value, 0, 1));
        }
    }
}
