package io.logaggregator.gateways.prometheus;

import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.ProtobufFields;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The series of a request of version 2.0, in the form of version 1.0. Not thread-safe. */
final class SecondVersion {

    private static final int SYMBOLS = 4;
    private static final int SERIES = 5;
    private static final int REFERENCES = 1;
    private static final int SAMPLE = 2;
    private static final int HISTOGRAM = 3;
    private static final int METADATA = 5;

    private static final int SERIES_1 = 1;
    private static final int METADATA_1 = 3;
    private static final int LABEL_1 = 1;
    private static final int SAMPLE_1 = 2;
    private static final int HISTOGRAM_1 = 4;

    private static final int MAX_SYMBOLS = 200_000;

    private final List<Bytes> symbols = new ArrayList<>();
    private final ProtobufFields fields;
    private long samples;
    private long histograms;

    /**
     * Reads the whole body, so that an invalid one is refused before any of it is appended.
     *
     * @param maxBytes limit of all series with their labels: references to long symbols are short
     * @throws InvalidBodyException if it is invalid or too large
     */
    SecondVersion(Bytes body, int maxBytes) {
        ProtobufFields tables = new ProtobufFields(body);
        while (tables.next()) {
            if (tables.isNested(SYMBOLS)) {
                require(symbols.size() < MAX_SYMBOLS, "more than " + MAX_SYMBOLS + " symbols");
                symbols.add(tables.value());
            }
        }
        long bytes = 0;
        ProtobufFields all = new ProtobufFields(body);
        while (all.next()) {
            if (all.isNested(SERIES)) {
                bytes += count(all.value());
                require(bytes <= maxBytes, "more than " + maxBytes + " bytes with all labels");
            }
        }
        fields = new ProtobufFields(body);
    }

    private static void require(boolean small, String problem) {
        if (!small) {
            throw new InvalidBodyException(Kind.TOO_LARGE, "The request has " + problem + ". Split it.");
        }
    }

    /** Counts the samples of a series; returns its size with labels. */
    private long count(Bytes series) {
        long bytes = series.length();
        ProtobufFields parts = new ProtobufFields(series);
        while (parts.next()) {
            switch (parts.field()) {
                case REFERENCES -> {
                    for (int reference : parts.numbers()) {
                        bytes += symbol(reference).length() + 8L;
                    }
                }
                case SAMPLE -> samples++;
                case HISTOGRAM -> histograms++;
                default -> {}
            }
        }
        return bytes;
    }

    private Bytes symbol(int reference) {
        if (reference < 0 || reference >= symbols.size()) {
            throw new InvalidBodyException(
                    "symbol: " + reference + " (expected: less than " + symbols.size() + ", the number of symbols)");
        }
        return symbols.get(reference);
    }

    long samples() {
        return samples;
    }

    long histograms() {
        return histograms;
    }

    Optional<Element> next() {
        while (fields.next()) {
            if (fields.isNested(SERIES)) {
                return Optional.of(new Element(firstVersion(fields.value()), 1));
            }
        }
        return Optional.empty();
    }

    private byte[] firstVersion(Bytes series) {
        ByteOutput first = new ByteOutput(series.length() + 256);
        Bytes name = series.endingAt(series.from());
        long type = 0;
        ProtobufFields parts = new ProtobufFields(series);
        while (parts.next()) {
            switch (parts.field()) {
                case REFERENCES -> name = addLabels(parts.numbers(), first, name);
                case SAMPLE -> first.addField(SAMPLE_1, parts.value());
                case HISTOGRAM -> first.addField(HISTOGRAM_1, parts.value());
                case METADATA -> type = typeOf(parts.value());
                default -> {}
            }
        }
        ByteOutput element = new ByteOutput(first.size() + name.length() + 16);
        if (type > 0) {
            byte[] metadata = new ByteOutput()
                    .addVarint(1 << 3)
                    .addVarint(type)
                    .addField(2, name)
                    .toArray();
            element.addField(METADATA_1, metadata);
        }
        return element.addField(SERIES_1, first.toArray()).toArray();
    }

    /** Adds pairs of name and value; returns the name of the metric. */
    private Bytes addLabels(int[] references, ByteOutput series, Bytes known) {
        Bytes metric = known;
        for (int i = 0; i + 1 < references.length; i += 2) {
            Bytes name = symbol(references[i]);
            Bytes value = symbol(references[i + 1]);
            metric = name.length() == 8 && name.text().equals("__name__") ? value : metric;
            series.addField(
                    LABEL_1,
                    new ByteOutput().addField(1, name).addField(2, value).toArray());
        }
        return metric;
    }

    private static long typeOf(Bytes metadata) {
        ProtobufFields parts = new ProtobufFields(metadata);
        long type = 0;
        while (parts.next()) {
            type = parts.field() == 1 ? parts.number() : type;
        }
        return type;
    }
}
