package io.logaggregator.agent;

/**
 * Counts since the start of an agent: {@code reports collected = reportsSent + reportsDropped + rejected + buffered}.
 *
 * @param reportsSent reports acknowledged by the queue
 * @param reportsDropped reports dropped while the queue was unavailable, the oldest first
 * @param linesSent lines acknowledged by the queue
 * @param rejected reports and lines rejected by the queue
 */
public record AgentCounts(long reportsSent, long reportsDropped, long linesSent, long rejected) {}
