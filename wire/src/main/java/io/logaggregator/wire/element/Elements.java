package io.logaggregator.wire.element;

import io.logaggregator.wire.json.InvalidElementException;

/** The elements of a message. */
@FunctionalInterface
public interface Elements {

    /**
     * Passes all elements to the visitor, in the same order each time, until it is {@linkplain ElementVisitor#isDone done}.
     *
     * @throws InvalidElementException if the rest of the message is invalid
     */
    void visit(ElementVisitor visitor);
}
