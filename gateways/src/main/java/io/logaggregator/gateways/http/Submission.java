package io.logaggregator.gateways.http;

import java.util.Iterator;

/**
 * The elements of a body.
 *
 * @see Route.Ingest
 */
public interface Submission {

    /** The name of the format of the messages to append. */
    String format();

    /** Joins elements to a message. */
    Envelope envelope();

    /** The elements in the order of the body. Called once; iterating may throw {@link InvalidBodyException}. */
    Iterator<Element> elements();

    /**
     * Whether the response reports refused elements. Otherwise the beginning of an element that is too large is appended, so that
     * it becomes a rejected message.
     */
    boolean reportsRefusals();

    /** The response when the queue has stored all elements that are not refused. */
    HttpReply stored(Outcome outcome);
}
