package io.logaggregator.server.ingest.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.server.security.RequiresScope;
import io.swagger.v3.oas.annotations.Parameter;
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
}
