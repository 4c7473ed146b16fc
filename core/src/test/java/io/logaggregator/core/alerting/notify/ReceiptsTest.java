package io.logaggregator.core.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.notify.Channel.Target;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptsTest {

    private static final Target CHAT = new Target("chat", Map.of("room", "ops"), Map.of("token", "t"));

    @Test
    void receipt_isReturnedForSameSettings() {
        Target equal = new Target("chat", Map.of("room", "ops"), Map.of("token", "t"));

        assertThat(Receipts.unwrap(Receipts.prefix(equal), Receipts.wrap(Receipts.prefix(CHAT), Optional.of("id 1"))))
                .contains("id 1");
    }

    @Test
    void receipt_isIgnoredForOtherSettings() {
        Optional<String> stored = Receipts.wrap(Receipts.prefix(CHAT), Optional.of("id 1"));

        for (Target other : new Target[] {
            new Target("mail", CHAT.settings(), CHAT.secrets()),
            new Target("chat", Map.of("room", "dev"), CHAT.secrets()),
            new Target("chat", CHAT.settings(), Map.of("token", "u")),
            new Target("chat", CHAT.secrets(), CHAT.settings())
        }) {
            assertThat(Receipts.unwrap(Receipts.prefix(other), stored)).isEmpty();
        }
    }

    @Test
    void longReceipt_isNotStored() {
        String prefix = Receipts.prefix(CHAT);

        assertThat(Receipts.wrap(prefix, Optional.of("x".repeat(1_000))).orElseThrow())
                .hasSizeLessThanOrEqualTo(1_024);
        assertThat(Receipts.wrap(prefix, Optional.of("x".repeat(1_001)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\nb", "\u00e9"})
    void unprintableReceipt_isNotStored(String receipt) {
        assertThat(Receipts.wrap(Receipts.prefix(CHAT), Optional.of(receipt))).isEmpty();
    }
}
