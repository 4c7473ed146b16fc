package io.logaggregator.core.logs;

import io.logaggregator.core.observation.LogField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The most frequent values of a field among the newest events that match a query.
 *
 * @param values most frequent first
 * @param statistics of an attribute whose values are all numbers
 */
public record FieldValues(LogField field, List<ValueCount> values, Optional<Statistics> statistics) {

    public FieldValues {
        values = List.copyOf(values);
    }

    /** Without statistics. */
    public FieldValues(LogField field, List<ValueCount> values) {
        this(field, values, Optional.empty());
    }

    /** Number of events with a value. */
    public record ValueCount(String value, long count) {}

    /**
     * Statistics of numbers. A percentile is the smallest number that at least that share of the numbers does not exceed.
     *
     * @param count number of numbers
     */
    public record Statistics(long count, double min, double avg, double p50, double p95, double p99, double max) {

        /** @param numbers with how often each occurs; at least one */
        public static Statistics of(SortedMap<Double, Integer> numbers) {
            long count = 0;
            double sum = 0;
            for (Map.Entry<Double, Integer> number : numbers.entrySet()) {
                count += number.getValue();
                sum += number.getKey() * number.getValue();
            }
            return new Statistics(
                    count,
                    numbers.firstKey(),
                    sum / count,
                    percentile(numbers, count, 50),
                    percentile(numbers, count, 95),
                    percentile(numbers, count, 99),
                    numbers.lastKey());
        }

        private static double percentile(SortedMap<Double, Integer> numbers, long count, int percent) {
            long rank = Math.ceilDiv(count * percent, 100);
            long seen = 0;
            for (Map.Entry<Double, Integer> number : numbers.entrySet()) {
                seen += number.getValue();
                if (seen >= rank) {
                    return number.getKey();
                }
            }
            return numbers.lastKey();
        }
    }
}
