package io.logaggregator.wire.element;

import static io.logaggregator.core.ledger.Rejection.Reason.MALFORMED;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * Decodes elements into a result until it has reached its limit. Elements of earlier parts of the message are skipped
 * without being decoded. Not thread-safe.
 */
public final class ElementVisitor {

    private final DecodeResultBuilder result;
    private final long maxBytes;
    private final int skipped;
    private int visited;
    private boolean done;
    private boolean partial;

    ElementVisitor(DecodeResultBuilder result, long maxBytes) {
        this.result = result;
        this.maxBytes = maxBytes;
        this.skipped = result.progress().elements();
    }

    /** The result, for what elements have in common. */
    public DecodeResultBuilder result() {
        return result;
    }

    /** Whether no further elements are read in this part. */
    public boolean isDone() {
        return done;
    }

    /** Whether there are further elements for the next part. */
    boolean isPartial() {
        return partial;
    }

    /**
     * Decodes an element, unless the part is done.
     *
     * @param reader adds to the result after reading all of the element; may throw {@link InvalidElementException} and
     *     exceptions of the JSON parser
     */
    public void add(Bytes element, Consumer<DecodeResultBuilder> reader) {
        if (done || ++visited <= skipped) {
            return;
        }
        if (result.isFull()) {
            String detail =
                    "rest of the message rejected after " + DecodeResultBuilder.MAX_REJECTIONS + " rejected elements";
            result.reject(MALFORMED, detail, new Bytes(element.array(), element.from(), element.array().length));
            done = true;
            return;
        }
        if (result.hasElements() && result.cost() >= maxBytes) {
            done = true;
            partial = true;
            return;
        }
        try {
            reader.accept(result);
        } catch (InvalidElementException e) {
            result.reject(e.reason(), e.detail(), element);
        } catch (JacksonException e) {
            InvalidElementException invalid = InvalidElementException.of(e);
            result.reject(invalid.reason(), invalid.detail(), element);
        }
        result.endElement(element.to());
    }

    /** Rejects an invalid element. */
    public void reject(Reason reason, String detail, Bytes element) {
        add(element, decoded -> decoded.reject(reason, detail, element));
    }
}
