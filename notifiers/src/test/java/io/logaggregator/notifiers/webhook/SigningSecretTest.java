package io.logaggregator.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    private static final Instant TIME = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void sign_matchesStandardWebhooksExample() {
        String signature = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .orElseThrow()
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", TIME, BODY);

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void textWithoutThePrefix_isTheKeyItself() {
        String encoded = SigningSecret.of("whsec_c2VzYW1l").orElseThrow().sign("id", TIME, BODY);

        assertThat(SigningSecret.of("sesame").orElseThrow().sign("id", TIME, BODY))
                .isEqualTo(encoded);
    }

    @Test
    void invalidBase64_isNoKey() {
        assertThat(SigningSecret.of("whsec_?hidden?")).isEmpty();
    }
}
