package io.logaggregator.wire.element;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/**
 * Decodes elements into a result until it has reached its limit. Elements of earlier parts of the message are skipped
 * without being decoded. Not thread-safe.
 */
public final class ElementVisitor {

    /** A summary of elements that is added after them, and carried from part to part. */
    public interface Summary {

        Summary copy();
    }

    /**
     * The end of a part.
     *
     * @param position of the last element
     * @param elements number of elements that end there
     */
    record Resumption(int position, int elements, Optional<Summary> summary) {

        static final Resumption START = new Resumption(-1, 0, Optional.empty());
    }

    private final DecodeResultBuilder result;
    private final long maxBytes;
    private final Resumption start;
    private Optional<Summary> summary;
    private int position = -1;
    private int elements; // that end at the position
    private boolean done;
    private boolean partial;

    ElementVisitor(DecodeResultBuilder result, long maxBytes, Resumption start) {
        this.result = result;
        this.maxBytes = maxBytes;
        this.start = start;
        this.summary = start.summary().map(Summary::copy);
    }

    /** The result, for properties that elements have in common. */
    public DecodeResultBuilder result() {
        return result;
    }

    /** The summary of all elements so far, which is created for the first part. */
    public Summary summary(Supplier<? extends Summary> created) {
        if (summary.isEmpty()) {
            summary = Optional.of(created.get());
        }
        return summary.get();
    }

    /** Whether no further elements are read in this part. */
    public boolean isDone() {
        return done;
    }

    /** Whether there are further elements for the next part. */
    boolean isPartial() {
        return partial;
    }

    /** The end of this part. */
    Resumption resumption() {
        return new Resumption(position, elements, summary);
    }

    /** Whether all elements in this range were read in earlier parts. */
    public boolean isPast(Bytes range) {
        return range.to() < start.position();
    }

    /**
     * Decodes an element, unless the part is done. The ends of elements do not decrease from one to the next.
     *
     * @param reader adds to the result after reading all of the element; may throw {@link InvalidElementException} and
     *     exceptions of the JSON parser
     */
    public void add(Bytes element, Consumer<DecodeResultBuilder> reader) {
        if (done || isPast(element)) {
            return;
        }
        int number = element.to() == position ? elements + 1 : 1;
        if (element.to() == start.position() && number <= start.elements()) {
            position = element.to();
            elements = number;
            return;
        }
        if (result.isFull()) {
            result.rejectRest(new Bytes(element.array(), element.from(), element.array().length));
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
        position = element.to();
        elements = number;
        result.endElement(element.to());
    }

    /** Rejects an invalid element. */
    public void reject(Reason reason, String detail, Bytes element) {
        add(element, decoded -> decoded.reject(reason, detail, element));
    }
}
