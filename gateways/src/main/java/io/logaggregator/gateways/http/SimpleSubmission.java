package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.Outcome;
import java.util.Iterator;

/**
 * Elements of a protocol that has one response for all of them.
 *
 * @param success the response
 */
public record SimpleSubmission(String format, Envelope envelope, Iterator<Element> elements, HttpReply success)
        implements Submission {

    @Override
    public boolean reportsRefusals() {
        return false;
    }

    @Override
    public HttpReply stored(Outcome outcome) {
        return success;
    }
}
