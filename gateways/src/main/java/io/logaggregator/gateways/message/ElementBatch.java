package io.logaggregator.gateways.message;

import java.util.Iterator;

/** Elements to append, in their order. */
public interface ElementBatch {

    /** The name of the format of the messages to append. */
    String format();

    /** Joins elements to a message. */
    Envelope envelope();

    /** The elements in their order. Called once. Iterating may throw if the elements are the body of an invalid request. */
    Iterator<Element> elements();

    /**
     * Whether the sender learns of refused elements. Otherwise the beginning of an element that is too large is appended, so that
     * it becomes a rejected message.
     */
    boolean reportsRefusals();
}
