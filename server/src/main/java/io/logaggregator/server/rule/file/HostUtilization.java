package io.logaggregator.server.rule.file;

import static io.logaggregator.server.rule.file.SeriesMatchers.INSTANCE;

import io.logaggregator.server.rule.file.PromqlExpression.Aggregation;
import io.logaggregator.server.rule.file.PromqlExpression.Binary;
import io.logaggregator.server.rule.file.PromqlExpression.Call;
import io.logaggregator.server.rule.file.PromqlExpression.Matcher;
import io.logaggregator.server.rule.file.PromqlExpression.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An expression of metrics of node_exporter that is the utilization of a host, or 1 less it.
 *
 * @param window of its average; empty for the newest sample
 * @param matchers of the host, and of labels that all hosts have
 */
record HostUtilization(String metric, Optional<Duration> window, List<Matcher> matchers, boolean isComplement) {

    private static final Matcher IDLE = new Matcher("mode", "=", "idle");

    /** The utilization that an expression is; empty for any other expression. */
    static Optional<HostUtilization> of(PromqlExpression expression) {
        return switch (expression) {
            case Aggregation aggregation -> idleShare(aggregation);
            case Binary ratio -> memoryShare(ratio);
            default -> Optional.empty();
        };
    }

    private static Optional<HostUtilization> idleShare(Aggregation aggregation) {
        if (!aggregation.operator().equals("avg")
                || !isPerHost(aggregation)
                || !(aggregation.operand() instanceof Call call)
                || !Set.of("rate", "irate").contains(call.function())
                || call.arguments().size() != 1
                || !(call.arguments().getFirst() instanceof Selector idle)
                || !idle.metric().equals("node_cpu_seconds_total")
                || !idle.offset().isZero()
                || !idle.matchers().contains(IDLE)) {
            return Optional.empty();
        }
        return Optional.of(new HostUtilization(
                "system.cpu.utilization",
                idle.range().filter(_ -> call.function().equals("rate")),
                idle.matchers().stream()
                        .filter(matcher -> !matcher.label().equals(IDLE.label()))
                        .toList(),
                true));
    }

    private static boolean isPerHost(Aggregation aggregation) {
        return aggregation.without()
                ? Set.of("cpu", "mode").containsAll(aggregation.labels())
                        && aggregation.labels().contains("cpu")
                : aggregation.labels().contains(INSTANCE)
                        && Set.of(INSTANCE, "job").containsAll(aggregation.labels());
    }

    /** {@code available / total}, or {@code (total - available) / total}. */
    private static Optional<HostUtilization> memoryShare(Binary ratio) {
        if (!ratio.operator().equals("/")
                || !(ratio.right() instanceof Selector total)
                || !total.metric().equals("node_memory_MemTotal_bytes")) {
            return Optional.empty();
        }
        PromqlExpression part = ratio.left() instanceof Binary used
                        && used.operator().equals("-")
                        && used.left().equals(total)
                ? used.right()
                : ratio.left();
        return part instanceof Selector available
                        && available.metric().equals("node_memory_MemAvailable_bytes")
                        && available.matchers().equals(total.matchers())
                ? Optional.of(new HostUtilization(
                        "system.memory.utilization",
                        Optional.empty(),
                        total.matchers(),
                        !(ratio.left() instanceof Binary)))
                : Optional.empty();
    }
}
