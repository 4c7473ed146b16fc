package io.logaggregator.server.ingest.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.ledger.IngestCounts;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.server.security.RequiresScope;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger: proof that no message was lost or stored twice. */
@RestController
class IntegrityController {

    private static final int MAX_GAPS = 100;

    private final Ledger ledger;

    IntegrityController(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Gets the ledger, and whether it balances. */
    @RequiresScope(Scope.READ)
    @GetMapping("/api/v1/integrity")
    IntegrityView getIntegrity(
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Whether to count the rows, which takes long.", example = "true")
                    boolean count) {
        List<LedgerEntry> entries = ledger.entries();
        List<LedgerGap> gaps = ledger.gaps(MAX_GAPS);
        List<StoredRows> rows = count ? ledger.count() : List.of();
        return IntegrityView.of(entries, gaps, rows);
    }

    /**
     * The ledger.
     *
     * @param balanced whether every equation holds, of each partition and of each kind of counted rows
     * @param total the sum over all partitions
     * @param gaps the newest ranges of offsets that the queue deleted before they were read
     * @param rows empty unless the rows were counted
     */
    record IntegrityView(
            boolean balanced,
            TallyView total,
            List<PartitionView> partitions,
            List<GapView> gaps,
            List<RowsView> rows) {

        static IntegrityView of(List<LedgerEntry> entries, List<LedgerGap> gaps, List<StoredRows> rows) {
            IngestCounts total = entries.stream().map(LedgerEntry::tally).reduce(IngestCounts.ZERO, IngestCounts::plus);
            boolean balanced = entries.stream().allMatch(LedgerEntry::isBalanced)
                    && rows.stream().allMatch(StoredRows::isBalanced);
            return new IntegrityView(
                    balanced,
                    TallyView.of(total),
                    entries.stream().map(PartitionView::of).toList(),
                    gaps.stream().map(GapView::of).toList(),
                    rows.stream().map(RowsView::of).toList());
        }

        /**
         * {@code messages = observed + rejected + ignored}. The queue deleted {@code lost} offsets before they were read;
         * {@code absent} offsets never had a message. {@code rejections} counts rows, not messages; {@code droppedParts} counts
         * invalid parts of valid messages.
         */
        record TallyView(
                long messages,
                long observed,
                long rejected,
                long ignored,
                long absent,
                long lost,
                long logEvents,
                long metricSamples,
                long processSnapshots,
                long rejections,
                long droppedParts) {

            static TallyView of(IngestCounts tally) {
                return new TallyView(
                        tally.messages(),
                        tally.observed(),
                        tally.rejected(),
                        tally.ignored(),
                        tally.absent(),
                        tally.lost(),
                        tally.logEvents(),
                        tally.metricSamples(),
                        tally.processSnapshots(),
                        tally.rejections(),
                        tally.droppedParts());
            }
        }

        /** {@code next - first = messages + absent + lost}. */
        record PartitionView(
                String topic,
                String topicId,
                int partition,
                long first,
                long next,
                Instant updatedAt,
                boolean balanced,
                @JsonUnwrapped TallyView tally) {

            static PartitionView of(LedgerEntry entry) {
                return new PartitionView(
                        entry.partition().topic(),
                        entry.partition().topicId(),
                        entry.partition().number(),
                        entry.first(),
                        entry.next(),
                        entry.updatedAt(),
                        entry.isBalanced(),
                        TallyView.of(entry.tally()));
            }
        }

        /** Offsets {@code from} up to but not including {@code to}. */
        record GapView(String topic, int partition, long from, long to, Instant detectedAt) {

            static GapView of(LedgerGap gap) {
                return new GapView(
                        gap.partition().topic(), gap.partition().number(), gap.from(), gap.to(), gap.detectedAt());
            }
        }

        /** {@code appended = stored + expired}. */
        record RowsView(String kind, long appended, long stored, long expired, boolean balanced) {

            static RowsView of(StoredRows rows) {
                return new RowsView(rows.kind(), rows.appended(), rows.stored(), rows.expired(), rows.isBalanced());
            }
        }
    }
}
