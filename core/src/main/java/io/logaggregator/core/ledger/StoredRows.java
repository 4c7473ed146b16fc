package io.logaggregator.core.ledger;

/**
 * The proof by counting: what the ledger says was appended to a table, against what is there.
 *
 * @param kind {@code logEvents}, {@code metricSamples}, {@code processSnapshots} or {@code rejections}
 * @param appended by the ledger
 * @param stored counted now
 * @param expired removed by retention, counted when they were
 */
public record StoredRows(String kind, long appended, long stored, long expired) {

    public boolean isBalanced() {
        return appended == stored + expired;
    }
}
