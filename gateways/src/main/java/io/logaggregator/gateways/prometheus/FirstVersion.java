package io.logaggregator.gateways.prometheus;

import io.logaggregator.gateways.http.ProtobufFields;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.Optional;

/** The series of a request of version 1.0. Metadata have requests of their own, and are not stored. Not thread-safe. */
final class FirstVersion {

    private static final int SERIES = 1;

    private final ProtobufFields fields;

    /**
     * Reads the frame of the whole body.
     *
     * @throws io.logaggregator.gateways.http.InvalidBodyException if it is invalid
     */
    FirstVersion(Bytes body) {
        ProtobufFields all = new ProtobufFields(body);
        while (all.next()) {
            // reads each
        }
        fields = new ProtobufFields(body);
    }

    Optional<Element> next() {
        while (fields.next()) {
            if (fields.isNested(SERIES)) {
                Bytes series = fields.whole();
                return Optional.of(
                        new Element(new ByteOutput(series.length()).add(series).toArray(), 1));
            }
        }
        return Optional.empty();
    }
}
