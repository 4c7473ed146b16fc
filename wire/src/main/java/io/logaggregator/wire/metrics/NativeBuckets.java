package io.logaggregator.wire.metrics;

import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.protobuf.ProtobufReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buckets of a native histogram of Prometheus while it is read. Spans name the buckets that have a count; counts of
 * integers are sent as differences.
 */
final class NativeBuckets {

    private static final int MAX_BUCKETS = 2_000;

    /** Below it, the bounds are sent with the histogram. */
    private static final long MIN_SCHEMA = -9;

    private final ExponentialBuckets exponential = new ExponentialBuckets();
    private final Side positive = new Side();
    private final Side negative = new Side();
    private final List<Double> bounds = new ArrayList<>();
    private long schema;

    /** Reads a field other than count, sum and time. */
    void read(ProtobufReader field) {
        switch (field.field()) {
            case 4 -> schema = ProtobufReader.zigzag(field.number());
            case 5 -> exponential.setZeroThreshold(field.real());
            case 6 -> exponential.setZeros(field.number());
            case 7 -> exponential.setZeros(field.real());
            case 8 -> negative.span(field);
            case 9 -> field.varints(difference -> negative.difference(ProtobufReader.zigzag(difference)));
            case 10 -> field.fixed64s(bits -> negative.count(Double.longBitsToDouble(bits)));
            case 11 -> positive.span(field);
            case 12 -> field.varints(difference -> positive.difference(ProtobufReader.zigzag(difference)));
            case 13 -> field.fixed64s(bits -> positive.count(Double.longBitsToDouble(bits)));
            case 16 -> field.fixed64s(bits -> add(bounds, Double.longBitsToDouble(bits)));
            default -> {}
        }
    }

    private static <T> void add(List<T> list, T element) {
        if (list.size() >= MAX_BUCKETS) {
            throw InvalidElementException.tooLarge("histogram with more than " + MAX_BUCKETS + " buckets");
        }
        list.add(element);
    }

    /**
     * The number of values up to each bound.
     *
     * @param count of all values
     */
    Map<String, Double> bounds(double count) {
        Map<String, Double> result = new LinkedHashMap<>();
        if (schema < MIN_SCHEMA) {
            double[] below = {0};
            positive.forEach((index, observations) -> {
                below[0] += observations;
                if (index >= 0 && index < bounds.size()) {
                    result.put(String.valueOf(bounds.get((int) index)), below[0]);
                }
            });
        } else {
            exponential.setScale(schema);
            // the index of Prometheus is that of the upper bound
            positive.forEach((index, observations) -> exponential.addPositive(index - 1, observations));
            negative.forEach((index, observations) -> exponential.addNegative(index - 1, observations));
            exponential.bounds().forEach((bound, below) -> result.put(String.valueOf(bound), below));
        }
        result.put("+Inf", count);
        return result;
    }

    /** The buckets of one sign. */
    private static final class Side {

        private final List<Span> spans = new ArrayList<>();
        private final List<Double> counts = new ArrayList<>();
        private long last;

        /** Consecutive buckets. */
        private record Span(long offset, long length) {}

        void span(ProtobufReader field) {
            long offset = 0;
            long length = 0;
            ProtobufReader span = new ProtobufReader(field.bytes());
            while (span.next()) {
                offset = span.field() == 1 ? ProtobufReader.zigzag(span.number()) : offset;
                length = span.field() == 2 ? span.number() : length;
            }
            add(spans, new Span(offset, length));
        }

        void difference(long difference) {
            last += difference;
            add(counts, (double) last);
        }

        void count(double count) {
            add(counts, count);
        }

        void forEach(ExponentialBuckets.Adder adder) {
            int next = 0;
            long index = 0;
            for (Span span : spans) {
                index += span.offset;
                for (long number = 0; number < span.length && next < counts.size(); number++) {
                    adder.add(index++, counts.get(next++));
                }
            }
        }
    }
}
