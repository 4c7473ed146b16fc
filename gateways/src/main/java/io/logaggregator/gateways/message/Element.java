package io.logaggregator.gateways.message;

/**
 * The smallest part of a body or stream that is decoded on its own, in the format of its batch but without its envelope. All of
 * its observations are of one host.
 *
 * @param value must not be modified
 * @param events number of log events, metric points or records
 * @param host of observations without one, such as the address of the sender; empty if there is none
 * @param truncated whether the value is the beginning of an element that is too large
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Element(byte[] value, int events, String host, boolean truncated) {

    /** An element of any sender. */
    public Element(byte[] value, int events) {
        this(value, events, "", false);
    }

    /** The beginning of an element that is too large, which becomes a rejected message. */
    public static Element truncated(byte[] beginning) {
        return new Element(beginning, 1, "", true);
    }

    /** This element with a host for observations without one, unless it has one. */
    public Element from(String sender) {
        return host.isEmpty() ? new Element(value, events, sender, truncated) : this;
    }
}
