package io.logaggregator.wire.otlp;

import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.element.NestedDecoder;
import io.logaggregator.wire.json.Bytes;
import java.time.ZoneId;

/**
 * Decodes an export request of logs or metrics, in protobuf or JSON. Spans are rejected. An element is a log record or a data
 * point.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP</a>
 */
public final class OtlpDecoder {

    private OtlpDecoder() {}

    /** The decoder that reads times in texts, without a zone, in the given one. */
    public static Decoder in(ZoneId zone) {
        return new NestedDecoder(OtlpDecoder::elements, zone);
    }

    private static Elements elements(Bytes value) {
        Bytes text = value.withoutByteOrderMark().strip();
        return text.startsWith('{') || text.startsWith('[') ? new OtlpJson(text) : new OtlpProtobuf(value);
    }
}
