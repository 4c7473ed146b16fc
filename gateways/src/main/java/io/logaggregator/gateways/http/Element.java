package io.logaggregator.gateways.http;

/**
 * The smallest part of a body that is decoded on its own, in the format of its submission but without its envelope. All
 * of its observations are of one host.
 *
 * @param value must not be modified
 * @param events number of log events, metric points or records
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Element(byte[] value, int events) {}
