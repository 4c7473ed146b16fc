package io.logaggregator.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    private static final Instant TIME = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void sign_matchesStandardWebhooksExample() throws RequestRejectedException {
        String signature = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", TIME, BODY);

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void textWithoutThePrefix_isTheKeyItself() throws RequestRejectedException {
        String encoded = SigningSecret.of("whsec_c2VzYW1l").sign("id", TIME, BODY);

        assertThat(SigningSecret.of("sesame").sign("id", TIME, BODY)).isEqualTo(encoded);
    }

    @Test
    void invalidBase64_isRejectedWithoutShowingIt() {
        assertThatExceptionOfType(RequestRejectedException.class)
                .isThrownBy(() -> SigningSecret.of("whsec_?hidden?"))
                .withMessageContaining("base64")
                .withMessageNotContaining("hidden");
    }
}
