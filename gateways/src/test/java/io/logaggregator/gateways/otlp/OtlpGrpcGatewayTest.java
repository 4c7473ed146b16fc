package io.logaggregator.gateways.otlp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.http.Failure;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.GatewayRequest;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Route;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.message.Outcome.Reason;
import io.logaggregator.gateways.message.Outcome.Refusal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpGrpcGatewayTest {

    private static final GatewayRequest CALL = request("application/grpc");

    private final OtlpGrpcGateway gateway = new OtlpGrpcGateway();

    @ParameterizedTest
    @CsvSource({
        "INVALID_BODY, 3",
        "NOT_FOUND, 12",
        "METHOD_NOT_ALLOWED, 12",
        "UNSUPPORTED_TYPE, 12",
        "FORBIDDEN, 7",
        "TOO_LARGE, 8",
        "UNAVAILABLE, 14",
        "UNAUTHENTICATED, 16"
    })
    void failure_isStatusOfGrpcInA200(Kind kind, String code) {
        HttpReply reply = gateway.failure(CALL, new Failure(kind, "a\n100 % \u00fc"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.trailers())
                .containsEntry("grpc-status", code)
                .containsEntry("grpc-message", "a%0A100 %25 %C3%BC")
                .isEqualTo(reply.headers());
    }

    @Test
    void unavailable_hasThePauseOfTheClient() {
        HttpReply reply = gateway.failure(CALL, new Failure(Kind.UNAVAILABLE, "busy", 7));

        byte[] status = Base64.getDecoder().decode(reply.trailers().get("grpc-status-details-bin"));
        assertThat(new String(status, US_ASCII)).contains("type.googleapis.com/google.rpc.RetryInfo");
        assertThat(status).startsWith(8, 14).endsWith(0x12, 4, 0x0A, 2, 8, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_BODY", "TOO_LARGE", "UNAUTHENTICATED"})
    void permanentFailure_hasNoPause(Kind kind) {
        assertThat(gateway.failure(CALL, new Failure(kind, "detail")).trailers())
                .doesNotContainKey("grpc-status-details-bin");
    }

    @Test
    void longDetail_isCut() {
        HttpReply reply = gateway.failure(CALL, new Failure(Kind.INVALID_BODY, "x".repeat(100_000)));

        assertThat(reply.trailers().get("grpc-message")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", ""})
    void otherType_is415(String type) {
        assertThat(gateway.failure(request(type), new Failure(Kind.UNSUPPORTED_TYPE, ""))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void success_isAFramedMessage() {
        Outcome refusals = new Outcome(2, 1, 1, List.of(new Refusal(1, 1, Reason.TOO_LARGE, "no")));

        assertThat(stored(new Outcome(1, 1, 0, List.of())).body()).containsExactly(0, 0, 0, 0, 0);
        assertThat(stored(refusals).body()).containsExactly(0, 0, 0, 0, 8, 0x0A, 6, 8, 1, 0x12, 2, 'n', 'o');
        assertThat(stored(refusals).trailers()).containsOnly(Map.entry("grpc-status", "0"));
    }

    private HttpReply stored(Outcome outcome) {
        Route.Ingest export = (Route.Ingest) gateway.routes().getFirst().action();
        return export.split(CALL, new byte[0]).stored(outcome);
    }

    private static GatewayRequest request(String type) {
        return new GatewayRequest(
                "POST",
                "/",
                "",
                "",
                1 << 20,
                name -> name.equals("Content-Type") ? Optional.of(type) : Optional.empty(),
                "");
    }
}
