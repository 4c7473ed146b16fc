package io.logaggregator.gateways.http;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.Outcome;
import java.util.Iterator;

/**
 * Elements of a protocol that has one response for all of them.
 *
 * @param success the response
 */
public record SimpleSubmission(
        String format, Envelope envelope, Iterator<Element> elements, HttpReply success, int maxEvents)
        implements Submission {

    /** Log events. */
    public SimpleSubmission(String format, Envelope envelope, Iterator<Element> elements, HttpReply success) {
        this(format, envelope, elements, success, MessageSplitter.MAX_EVENTS);
    }

    /** Metrics. */
    public static SimpleSubmission ofMetrics(
            String format, Envelope envelope, Iterator<Element> elements, HttpReply success) {
        return new SimpleSubmission(format, envelope, elements, success, Integer.MAX_VALUE);
    }

    @Override
    public boolean reportsRefusals() {
        return false;
    }

    @Override
    public HttpReply stored(Outcome outcome) {
        return success;
    }
}
