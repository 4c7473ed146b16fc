package io.logaggregator.agent;

/**
 * What an agent has done since its start: {@code reports collected = reportsSent + reportsDropped + refused + waiting}.
 *
 * @param reportsSent the queue has them
 * @param reportsDropped given up, oldest first, while the queue was away
 * @param linesSent the queue has them
 * @param refused reports and lines that the queue would not take at all
 */
public record AgentCounts(long reportsSent, long reportsDropped, long linesSent, long refused) {}
