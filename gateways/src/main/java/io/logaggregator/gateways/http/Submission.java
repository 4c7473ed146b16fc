package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.ElementBatch;
import io.logaggregator.gateways.message.Outcome;

/**
 * The elements of a body.
 *
 * @see Route.Ingest
 */
public interface Submission extends ElementBatch {

    /** The response when the queue has stored all elements that are not refused. */
    HttpReply stored(Outcome outcome);
}
