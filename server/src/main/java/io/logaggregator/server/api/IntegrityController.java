package io.logaggregator.server.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.LedgerEntry;
import io.logaggregator.core.ledger.LedgerGap;
import io.logaggregator.core.ledger.StoredRows;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.RequestParameters;
import io.logaggregator.server.parameter.Takes;
import io.logaggregator.server.security.RequiresScope;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The ledger, for whoever wants proof that nothing was lost and nothing stored twice. */
@RestController
class IntegrityController {

    private static final int GAPS = 100;

    private final Ledger ledger;

    IntegrityController(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Gets the ledger, and whether it balances. */
    @RequiresScope(Scope.READ)
    @Takes(
            name = "count",
            type = ParameterType.FLAG,
            says = "whether to count the rows, which takes long",
            standard = "false",
            example = "true")
    @GetMapping("/api/v1/integrity")
    IntegrityView getIntegrity(RequestParameters parameters) {
        boolean count = parameters.flag("count");
        List<LedgerEntry> entries = ledger.entries();
        List<LedgerGap> gaps = ledger.gaps(GAPS);
        List<StoredRows> rows = count ? ledger.count() : List.of();
        return IntegrityView.of(entries, gaps, rows);
    }
}
