package io.logaggregator.wire.otlp;

import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.element.NestedDecoder;
import io.logaggregator.wire.json.Bytes;

/**
 * Decodes an export request of logs or metrics, in protobuf or JSON. Spans are rejected. An element is a log record or a data
 * point.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a>
 */
public final class OtlpDecoder {

    public static final Decoder INSTANCE = new NestedDecoder(OtlpDecoder::elements);

    private OtlpDecoder() {}

    private static Elements elements(Bytes value) {
        Bytes text = value.withoutByteOrderMark().strip();
        return text.startsWith('{') || text.startsWith('[') ? new OtlpJson(text) : new OtlpProtobuf(value);
    }
}
