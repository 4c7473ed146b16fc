package io.logaggregator.core.ledger;

/**
 * Row counts of a table, for comparison with the ledger.
 *
 * @param kind {@code logEvents}, {@code metricSamples}, {@code processSnapshots} or {@code rejections}
 * @param appended rows according to the ledger
 * @param stored rows in the table
 * @param expired rows that retention deleted
 */
public record StoredRows(String kind, long appended, long stored, long expired) {

    public boolean isBalanced() {
        return appended == stored + expired;
    }
}
