package io.logaggregator.core.alerting.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolutionReasonTest {

    /** The comments of the engine. */
    @ParameterizedTest
    @CsvSource({
        "'', RECOVERED",
        "ended by its sender, RECOVERED",
        "no samples for PT1H, STALE",
        "condition of the rule changed, RULE_CHANGED",
        "rule disabled, RULE_DISABLED",
        "rule deleted, RULE_DELETED",
        "rule deleted or disabled, RULE_DELETED",
        "no longer matched by the rule, NOT_MATCHED",
        "host removed, HOST_REMOVED",
        "host removed: no data within the retention period, HOST_REMOVED",
        "no data for longer than forgetAfter: no longer expected, FORGOTTEN",
        "EXPIRED: not sent again, EXPIRED"
    })
    void comment_hasItsReason(String comment, Reason reason) {
        assertThat(Reason.ofEngine(comment)).isEqualTo(reason);
    }
}
