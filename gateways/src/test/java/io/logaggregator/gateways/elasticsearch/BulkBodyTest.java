package io.logaggregator.gateways.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BulkBodyTest {

    @Test
    void malformedActionLine_isItemOfItsOwn() {
        BulkBody body = bulk("""
                {"index":{}}
                {"message":"one"}
                {"message":"without action"}
                {"index":{"_id":"2"}}
                {"message":"two"}
                """);

        assertThat(elements(body)).containsExactly("{\"message\":\"one\"}", "{\"message\":\"two\"}");
        assertThat(new String(body.stored(new Outcome(2, 2, 0, List.of())).body(), UTF_8))
                .contains("\"errors\":true", "malformed action line")
                .containsPattern("201}},.*400.*201}}");
    }

    @Test
    void invalidDocument_isElement() {
        assertThat(elements(bulk("{\"index\":{}}\n{broken\n{\"create\":{}}\n{}")))
                .containsExactly("{broken", "{}");
    }

    @Test
    void missingDocument_isItemWithError() {
        BulkBody body = bulk("{\"index\":{}}");

        assertThat(elements(body)).isEmpty();
        assertThat(new String(body.stored(new Outcome(0, 0, 0, List.of())).body(), UTF_8))
                .contains("the document is missing");
    }

    @Test
    void tooManyActions_areTooLarge() {
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> bulk("{\"delete\":{}}\n".repeat(50_001)))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Kind.TOO_LARGE));
    }

    private static BulkBody bulk(String body) {
        return new BulkBody(
                new GatewayRequest("POST", "/es/_bulk", "", "", 1 << 20, _ -> Optional.empty(), ""),
                body.getBytes(UTF_8));
    }

    private static List<String> elements(BulkBody body) {
        List<String> elements = new ArrayList<>();
        body.elements().forEachRemaining((Element element) -> elements.add(new String(element.value(), UTF_8)));
        return elements;
    }
}
