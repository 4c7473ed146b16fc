package io.logaggregator.gateways.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.message.Outcome.Reason;
import io.logaggregator.gateways.message.Outcome.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpGatewayTest {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final OtlpGateway gateway = new OtlpGateway();

    @Test
    void json_isSplitByResource() {
        Submission request = split("logs", JSON, """
                {"resourceLogs": [
                  {"resource": {"r": 1}, "scopeLogs": [
                    {"scope": {"s": 1}, "logRecords": [{"a": "]}"}, {"b": 2}]},
                    {"schemaUrl": "u", "log_records": [{"c": 3}]}]},
                  {"scopeLogs": [{"logRecords": []}]},
                  {"scopeLogs": null},
                  {"scopeLogs": [{"logRecords": [{"d": 4}]}], "resource": {"r": 2}}]}""");

        assertThat(texts(request))
                .containsExactly(
                        "{\"resource\": {\"r\": 1},\"scopeLogs\":[{\"scope\": {\"s\": 1},\"logRecords\":[{\"a\": \"]}\"},{\"b\": 2}]},"
                                + "{\"schemaUrl\": \"u\",\"logRecords\":[{\"c\": 3}]}]}",
                        "{\"resource\": {\"r\": 2},\"scopeLogs\":[{\"logRecords\":[{\"d\": 4}]}]}");
        assertThat(request.envelope().toString()).contains("{\"resourceLogs\":[");
    }

    @Test
    void protobuf_isSplitByResource() {
        byte[] first = resource("r1", scope("s1", "a", "b"), scope("s2", "c"));
        byte[] second = resource("r2", scope("s3", "d"));
        byte[] body = new ByteOutput().addField(1, first).addField(1, second).toArray();

        assertThat(elements(split("logs", PROTOBUF, body)))
                .extracting(Element::value)
                .containsExactly(
                        new ByteOutput().addField(1, first).toArray(),
                        new ByteOutput().addField(1, second).toArray());
    }

    @Test
    void element_hasAtMost64Records() {
        String[] records = new String[150];
        Arrays.fill(records, "record");
        byte[] body =
                new ByteOutput().addField(1, resource("r", scope("s", records))).toArray();

        assertThat(elements(split("logs", PROTOBUF, body)))
                .extracting(Element::events)
                .containsExactly(64, 64, 22);
    }

    /** A large resource is not repeated for each few records. */
    @Test
    void largeResource_isRepeatedRarely() {
        String[] records = new String[20_000];
        Arrays.fill(records, "r");
        byte[] body = new ByteOutput()
                .addField(1, resource("r".repeat(400_000), scope("s", records)))
                .toArray();

        List<Element> elements = elements(split("logs", PROTOBUF, body));

        assertThat(elements).hasSizeLessThan(10);
        assertThat(elements.stream().mapToInt(Element::events).sum()).isEqualTo(20_000);
    }

    @Test
    void element_isBoundedInBytes() {
        String record = "r".repeat(300_000);
        byte[] body = new ByteOutput()
                .addField(1, resource("r", scope("s", record, record, record, record)))
                .toArray();

        assertThat(elements(split("logs", PROTOBUF, body)))
                .hasSize(2)
                .allMatch(element -> element.value().length < MessageSplitter.MAX_MESSAGE_BYTES);
    }

    @Test
    void emptyRequest_succeeds() {
        assertThat(stored("logs", PROTOBUF, new byte[0]))
                .returns(200, HttpReply::status)
                .satisfies(reply -> {
                    assertThat(reply.contentType()).isEqualTo(PROTOBUF);
                    assertThat(reply.body()).isEmpty();
                });
        assertThat(stored("metrics", JSON, "{}".getBytes(UTF_8)).body())
                .asString(UTF_8)
                .isEqualTo("{}");
        assertThat(stored("metrics", JSON, new byte[0]).status()).isEqualTo(200);
    }

    @Test
    void spans_arePartialSuccess() {
        byte[] body = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{},{}]}]}]}".getBytes(UTF_8);

        assertThat(elements(split("traces", JSON, body))).isEmpty();
        assertThat(stored("traces", JSON, body).body())
                .asString(UTF_8)
                .startsWith("{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"Spans are not stored");
        byte[] protobuf =
                new ByteOutput().addField(1, resource("r", scope("s", "a"))).toArray();
        assertThat(stored("traces", PROTOBUF, protobuf).body()).startsWith(0x0A).contains(8, 1, 0x12);
    }

    @Test
    void refusedRecords_arePartialSuccess() {
        Submission request = split("logs", JSON, "{}");
        Outcome outcome = new Outcome(2, 5, 3, List.of(new Refusal(1, 3, Reason.TOO_LARGE, "too large")));

        assertThat(request.stored(outcome).body())
                .asString(UTF_8)
                .isEqualTo("{\"partialSuccess\":{\"rejectedLogRecords\":\"3\",\"errorMessage\":\"too large\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"resourceLogs\":[{}", "{\"resourceLogs\":[{\"scopeLogs\":[}]}", "hello"})
    void invalidJson_isRefusedBeforeItIsAppended(String body) {
        assertThatExceptionOfType(InvalidBodyException.class).isThrownBy(() -> split("logs", JSON, body));
    }

    @Test
    void invalidProtobuf_isRefusedBeforeItIsAppended() {
        byte[] body =
                new ByteOutput().addField(1, resource("r", scope("s", "a"))).toArray();

        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> split("logs", PROTOBUF, Arrays.copyOf(body, body.length - 1)));
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> split("logs", PROTOBUF, new byte[] {0x0A, -1, -1, -1, -1, 0x7F}));
    }

    @Test
    void otherType_isUnsupported() {
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> split("logs", "text/plain", "{}"))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Kind.UNSUPPORTED_TYPE));
    }

    @Test
    void failure_isStatusInTypeOfRequest() {
        Failure failure = new Failure(Kind.UNAVAILABLE, "busy");

        assertThat(gateway.failure(request("logs", JSON), failure).body())
                .asString(UTF_8)
                .isEqualTo("{\"code\":14,\"message\":\"busy\"}");
        assertThat(gateway.failure(request("logs", PROTOBUF), failure).body())
                .containsExactly(8, 14, 0x12, 4, 'b', 'u', 's', 'y');
    }

    private static byte[] resource(String name, byte[]... scopes) {
        ByteOutput resource = new ByteOutput().addField(1, name.getBytes(UTF_8));
        for (byte[] scope : scopes) {
            resource.addField(2, scope);
        }
        return resource.toArray();
    }

    private static byte[] scope(String name, String... records) {
        ByteOutput scope = new ByteOutput().addField(1, name.getBytes(UTF_8));
        for (String record : records) {
            scope.addField(2, record.getBytes(UTF_8));
        }
        return scope.toArray();
    }

    private HttpReply stored(String signal, String type, byte[] body) {
        return split(signal, type, body).stored(new Outcome(0, 0, 0, List.of()));
    }

    private Submission split(String signal, String type, String body) {
        return split(signal, type, body.getBytes(UTF_8));
    }

    private Submission split(String signal, String type, byte[] body) {
        for (Route route : gateway.routes()) {
            if (route.matches("/v1/" + signal) && route.action() instanceof Route.Ingest ingest) {
                return ingest.split(request(signal, type), body);
            }
        }
        throw new AssertionError(signal);
    }

    private static GatewayRequest request(String signal, String type) {
        return new GatewayRequest(
                "POST",
                "/v1/" + signal,
                "",
                "",
                1 << 20,
                name -> name.equals("Content-Type") ? Optional.of(type) : Optional.empty(),
                "");
    }

    private static List<Element> elements(Submission submission) {
        List<Element> elements = new ArrayList<>();
        submission.elements().forEachRemaining(elements::add);
        return elements;
    }

    private static List<String> texts(Submission submission) {
        return elements(submission).stream()
                .map(element -> new String(element.value(), UTF_8))
                .toList();
    }
}
