package io.logaggregator.wire.element;

import static io.logaggregator.core.ledger.Rejection.Reason.EMPTY;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoded.Progress;
import io.logaggregator.core.ingest.Decoded.Rest;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.element.ElementVisitor.Resumption;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import java.time.ZoneId;
import java.util.function.Function;

/** Decodes messages with nested elements, such as the log records of an OTLP request. */
public final class NestedDecoder implements Decoder {

    private final Function<Bytes, Elements> format;
    private final ZoneId zone;

    /**
     * @param format finds the elements of a message; may throw {@link InvalidElementException} for all of it
     * @param zone of times without one
     */
    public NestedDecoder(Function<Bytes, Elements> format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    @Override
    public Decoded decode(Message message, int from, long maxBytes) {
        if (message.value() == null) {
            return Decoded.NOTHING;
        }
        Bytes value = Bytes.of(message.value());
        DecodeResultBuilder result = new DecodeResultBuilder(message, zone, Progress.NONE, from);
        if (value.withoutByteOrderMark().strip().isEmpty()) {
            result.reject(EMPTY, "only white space", value);
            return result.decoded();
        }
        try {
            return decode(format.apply(value), value, result, Resumption.START, maxBytes);
        } catch (InvalidElementException e) {
            result.reject(e.reason(), e.detail(), value);
            return result.decoded();
        }
    }

    private Decoded decode(
            Elements elements, Bytes value, DecodeResultBuilder result, Resumption start, long maxBytes) {
        ElementVisitor visitor = new ElementVisitor(result, maxBytes, start);
        try {
            elements.visit(visitor);
        } catch (InvalidElementException e) {
            visitor.reject(e.reason(), e.detail(), value);
        }
        return visitor.isPartial()
                ? result.decoded(rest(elements, value, result, visitor.resumption()))
                : result.decoded();
    }

    private Rest rest(Elements elements, Bytes value, DecodeResultBuilder result, Resumption end) {
        Message message = result.message();
        Progress before = result.progress();
        return new Rest() {
            @Override
            public Progress before() {
                return before;
            }

            @Override
            public Decoded decode(long maxBytes) {
                return NestedDecoder.this.decode(
                        elements, value, new DecodeResultBuilder(message, zone, before, 0), end, maxBytes);
            }
        };
    }
}
