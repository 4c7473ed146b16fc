package io.logaggregator.core.metrics;

import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.MetricSample.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives the utilization of a host from samples per state: of the CPU, the share of the time since the counters before in
 * which the processors were not idle; of memory, the share that is used.
 *
 * <p>The samples of an instant are many, in one or several messages. They are complete when they are of the same series as
 * those before. Part of the series can arrive much later, for example in the backlog of a sender with several connections.
 * Such a part is used only if its times add up to the time that has passed.
 *
 * <p>A fall of the counters is a restart and gives no value, and neither does a gap of more than five minutes. The result
 * depends on the order of the samples, not on the batches. Pure, not thread-safe.
 */
public final class HostUtilization {

    private static final String CPU = "system.cpu.utilization";
    private static final String MEMORY = "system.memory.utilization";

    private static final Duration MAX_GAP = Duration.ofMinutes(5);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** Time after which fewer series are all there are. */
    private static final Duration MAX_INCOMPLETE = Duration.ofHours(1);

    /** Relative error of the times of processors; states are read one after another. */
    private static final double TOLERANCE = 0.2;

    /** Metrics that the utilization is derived from. */
    public enum Source {
        OPEN_TELEMETRY(
                CPU,
                "system.cpu.time",
                "idle",
                Set.of("state", "cpu.mode", "system.cpu.state"),
                Set.of("cpu", "cpu.logical_number", "system.cpu.logical_number"),
                1,
                Duration.ZERO),
        NODE_EXPORTER(CPU, "node_cpu_seconds_total", "idle", Set.of("mode"), Set.of("cpu"), 1, Duration.ZERO),
        /** In ticks. Each value list has its own time, some milliseconds after the one before. */
        COLLECTD(
                CPU,
                "cpu.cpu",
                "idle",
                Set.of("type_instance"),
                Set.of("plugin_instance"),
                100,
                Duration.ofMillis(500)),
        /** In bytes. */
        COLLECTD_MEMORY(MEMORY, "memory.memory", "used", Set.of("type_instance"), Set.of(), 0, Duration.ofMillis(500));

        private final String target;
        private final String metric;
        private final String part;
        private final Set<String> states;
        private final Set<String> processors;
        private final double unitsPerSecond;
        private final Duration spread;

        Source(
                String target,
                String metric,
                String part,
                Set<String> states,
                Set<String> processors,
                double unitsPerSecond,
                Duration spread) {
            this.target = target;
            this.metric = metric;
            this.part = part;
            this.states = states;
            this.processors = processors;
            this.unitsPerSecond = unitsPerSecond;
            this.spread = spread;
        }

        /** The metric that is derived. */
        public String target() {
            return target;
        }

        private boolean isOfCpu() {
            return target.equals(CPU);
        }

        /** The source of a sample; empty if nothing is derived from it. */
        public static Optional<Source> of(MetricSample sample) {
            for (Source source : values()) {
                if (source.metric.equals(sample.metric())
                        && (sample.kind() != Kind.GAUGE) == source.isOfCpu()
                        && source.state(sample.attributes()) != null) {
                    return Optional.of(source);
                }
            }
            return Optional.empty();
        }

        private @Nullable String state(Map<String, String> attributes) {
            for (String name : states) {
                String state = attributes.get(name);
                if (state != null) {
                    return state;
                }
            }
            return null;
        }

        private boolean isPart(String attribute) {
            return states.contains(attribute) || processors.contains(attribute);
        }
    }

    /**
     * The samples that are added up: those of one sender on a host.
     *
     * @param scope hash of the attributes other than processor and state
     */
    public record Key(String host, Source source, long scope) {

        public static Key of(Source source, MetricSample sample) {
            SortedMap<String, String> scope = new TreeMap<>(sample.attributes());
            scope.keySet().removeIf(source::isPart);
            return new Key(sample.host(), source, hash(scope));
        }
    }

    /**
     * The sum of the samples of an instant.
     *
     * @param at time of the first sample
     * @param part sum of the state that decides: idle time, or used memory
     * @param parts number of samples of that state, one for each processor
     * @param samples number of all samples
     * @param series sum of the hashes of their series
     * @param used whether a value was derived from it
     */
    public record Frame(Instant at, double part, double total, int parts, int samples, long series, boolean used) {

        private static Frame of(Source source, MetricSample sample) {
            return new Frame(timeOf(sample), 0, 0, 0, 0, 0, false).plus(source, sample);
        }

        private Frame plus(Source source, MetricSample sample) {
            boolean isPart = source.part.equals(source.state(sample.attributes()));
            return new Frame(
                    at,
                    part + (isPart ? sample.value() : 0),
                    total + sample.value(),
                    parts + (isPart ? 1 : 0),
                    samples + 1,
                    series + hash(sample.attributes()),
                    used);
        }

        private Frame asUsed() {
            return new Frame(at, part, total, parts, samples, series, true);
        }

        private boolean hasSeriesOf(Frame other) {
            return samples == other.samples && series == other.series;
        }
    }

    /**
     * The series of some samples of an instant.
     *
     * @param series sum of their hashes
     */
    public record SeriesSet(int samples, long series) {

        public static final SeriesSet NONE = new SeriesSet(0, 0);

        private SeriesSet plus(MetricSample sample) {
            return new SeriesSet(samples + 1, series + hash(sample.attributes()));
        }
    }

    /**
     * State between two samples.
     *
     * @param previous the newest samples with all series
     * @param current the newest samples
     * @param extra samples after a value was derived from the current ones: a repeated request, or new series
     * @param pending series of the instant before that differ from those of {@code previous}
     * @param most number of series that are known
     * @param mostAt when there were that many
     */
    public record State(
            @Nullable Frame previous,
            @Nullable Frame current,
            SeriesSet extra,
            SeriesSet pending,
            int most,
            Instant mostAt) {

        public static final State NONE = new State(null, null, SeriesSet.NONE, SeriesSet.NONE, 0, Instant.EPOCH);
    }

    private final Source source;
    private @Nullable Frame previous;
    private @Nullable Frame current;
    private SeriesSet extra;
    private SeriesSet pending;
    private int most;
    private Instant mostAt;

    public HostUtilization(Source source, State before) {
        this.source = source;
        previous = before.previous;
        current = before.current;
        extra = before.extra;
        pending = before.pending;
        most = before.most;
        mostAt = before.mostAt;
    }

    public State state() {
        return new State(previous, current, extra, pending, most, mostAt);
    }

    /** Adds a sample, and returns the utilization if that completes the samples of its instant. */
    public Optional<MetricSample> accept(MetricSample sample) {
        Frame open = current;
        Instant at = timeOf(sample);
        if (open == null || at.isAfter(open.at.plus(source.spread))) {
            close();
            open = Frame.of(source, sample);
        } else if (!at.isBefore(open.at.minus(source.spread))) {
            if (open.used) {
                extra = extra.plus(sample);
                return Optional.empty();
            }
            open = open.plus(source, sample);
        } else if (open.at.isAfter(sample.queuedAt().plus(CLOCK_TOLERANCE))) {
            previous = null; // the clock was ahead
            extra = SeriesSet.NONE;
            open = Frame.of(source, sample);
        } else {
            return Optional.empty(); // late
        }
        double utilization = utilization(open, sample.kind());
        boolean isComplete = !Double.isNaN(utilization);
        current = isComplete ? open.asUsed() : open;
        return isComplete
                ? Optional.of(new MetricSample(
                        sample.host(),
                        source.target,
                        Math.clamp(utilization, 0, 1),
                        open.at,
                        sample.queuedAt(),
                        Kind.GAUGE,
                        new TreeMap<>()))
                : Optional.empty();
    }

    /**
     * Ends an instant. Other series than before replace them if that lasts: once it can be a repeated request, or a missing
     * one. Fewer series replace complete ones only after a gap.
     */
    @SuppressWarnings("ReferenceEquality") // whether the frame was accepted
    private void close() {
        Frame closed = current;
        if (closed == null) {
            return;
        }
        if (closed.samples >= most || closed.at.isAfter(mostAt.plus(MAX_INCOMPLETE))) {
            most = closed.samples;
            mostAt = closed.at;
        }
        SeriesSet other = closed.used ? extra : new SeriesSet(closed.samples, closed.series);
        boolean isLasting = other.samples > 0 && other.equals(pending);
        Frame before = previous;
        if (before == null || closed.at.isAfter(before.at.plus(MAX_GAP))) {
            previous = closed;
        } else if (closed.used) {
            previous = isLasting ? null : closed;
        } else if (before.used
                ? isLasting && closed.samples > before.samples
                : isLasting || closed.samples >= before.samples) {
            previous = closed;
        }
        boolean isKnown = isLasting || previous == closed && !closed.used;
        pending = isKnown ? SeriesSet.NONE : other;
        extra = SeriesSet.NONE;
    }

    /** Not a number while it is undefined. */
    private double utilization(Frame open, Kind kind) {
        Frame before = previous;
        if (before == null || open.parts == 0 || !open.hasSeriesOf(before)) {
            return Double.NaN;
        }
        if (source == Source.COLLECTD_MEMORY) {
            return open.total > 0 && open.samples >= most ? open.part / open.total : Double.NaN;
        }
        if (kind == Kind.DELTA || isRate(open)) {
            return open.total > 0 ? 1 - open.part / open.total : Double.NaN;
        }
        double idle = open.part - before.part;
        double total = open.total - before.total;
        boolean isUsable = idle >= 0
                && total > 0
                && !open.at.isAfter(before.at.plus(MAX_GAP))
                && (open.samples >= most || addsUp(open, total / seconds(before, open)));
        return isUsable ? 1 - idle / total : Double.NaN;
    }

    /** Whether the sender has computed rates, as collectd does with StoreRates. */
    private boolean isRate(Frame open) {
        return source == Source.COLLECTD && addsUp(open, open.total);
    }

    private boolean addsUp(Frame open, double perSecond) {
        double processors = perSecond / source.unitsPerSecond / open.parts;
        return processors > 1 - TOLERANCE && processors < 1 + TOLERANCE;
    }

    /** In the precision of the store. */
    private static Instant timeOf(MetricSample sample) {
        return sample.observedAt().truncatedTo(ChronoUnit.MICROS);
    }

    private static double seconds(Frame from, Frame to) {
        return Duration.between(from.at, to.at).toNanos() / 1e9;
    }

    /** A hash that is the same in every process (FNV-1a), since it is stored. */
    private static long hash(SortedMap<String, String> attributes) {
        long hash = 0xCBF29CE484222325L;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            hash = hash(hash(hash, attribute.getKey()), attribute.getValue());
        }
        return hash;
    }

    private static long hash(long before, String text) {
        long hash = before;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * 0x100000001B3L;
        }
        return (hash ^ 0xFFFF) * 0x100000001B3L; // the end of the text
    }
}
