package io.logaggregator.wire.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogMessageEncoderTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final LogMessageEncoder encoder = new LogMessageEncoder();

    @Test
    void encode_writesEveryField() {
        var message = new LogMessage(
                NOON,
                "web-1",
                Optional.of(Level.WARN),
                "disk \"full\"\n\tat Disk.write",
                LogTexts.of("prod", "shop", "cart", "4bf92f3577b34da6"),
                List.of("disk", "night"),
                new JsonObject("{\"log.file.path\":\"/var/log/shop.log\"}"));

        assertThat(encoder.encode(message)).asString(UTF_8).isEqualTo("""
                {"timestamp":"2026-11-23T12:00:00Z","host":"web-1","level":"WARN",\
                "message":"disk \\"full\\"\\n\\tat Disk.write","environment":"prod",\
                "application":"shop","component":"cart","correlation_id":"4bf92f3577b34da6","tags":["disk","night"],\
                "metadata":{"log.file.path":"/var/log/shop.log"}}""");
    }

    @Test
    void encode_leavesOutEmptyFields() {
        assertThat(encoder.encode(plain("hello"))).asString(UTF_8).isEqualTo("""
                {"timestamp":"2026-11-23T12:00:00Z","host":"web-1","message":"hello"}""");
    }

    @Test
    void encode_replacesLoneSurrogates() {
        assertThat(encoder.encode(plain("a\uD83Db \uD83D\uDE00")))
                .asString(UTF_8)
                .contains("\"message\":\"a\uFFFDb \uD83D\uDE00\"");
    }

    private static LogMessage plain(String message) {
        return new LogMessage(NOON, "web-1", Optional.empty(), message, LogTexts.EMPTY, List.of(), JsonObject.EMPTY);
    }
}
