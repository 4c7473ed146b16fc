package io.logaggregator.server.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueryMatchingTest {

    private static final LogEvent EVENT = new LogEvent(
            new UUID(0, 1),
            Instant.EPOCH,
            Instant.EPOCH,
            "web-1",
            Level.ERROR,
            "card refused",
            LogTexts.of("prod", "pay"),
            List.of(),
            new JsonObject("{\"shop\":{\"id\":7}}"));

    private final LogMatching matching = new QueryMatching(new JsonAttributes());

    @Test
    void query_matchesAnEvent() {
        assertThat(matching.matching("level>=WARN application:PAY refused attributes.shop.id:7"))
                .accepts(EVENT);
        assertThat(matching.matching("level>=WARN -application:pay")).rejects(EVENT);
        assertThat(matching.matching("")).accepts(EVENT);
    }

    @Test
    void invalidQuery_isRejectedWithAdvice() {
        InvalidDefinitionException refused =
                catchThrowableOfType(InvalidDefinitionException.class, () -> matching.matching("application:"));

        assertThat(refused.field()).isEqualTo("condition.query");
        assertThat(refused).hasMessageContaining("the query ends where a word");
    }

    @Test
    void value_isTheTextOfTheField() {
        assertThat(matching.value(Standard.LEVEL).apply(EVENT)).isEqualTo("ERROR");
        assertThat(matching.value(new Attribute("shop.id")).apply(EVENT)).isEqualTo("7");
        assertThat(matching.value(new Attribute("shop.name")).apply(EVENT)).isEmpty();
    }
}
