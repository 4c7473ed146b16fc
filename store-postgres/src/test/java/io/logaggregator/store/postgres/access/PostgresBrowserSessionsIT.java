package io.logaggregator.store.postgres.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresBrowserSessionsIT {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration MAX_AGE = Duration.ofHours(1);
    private static final SecretHash TOKEN = SecretHash.of("token");
    private static final SecretHash KEY = SecretHash.of("key");

    private PostgresStore store;
    private BrowserSessions sessions;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.on(TestStore.newDatabase());
        sessions = store.browserSessions();
        sessions.open(TOKEN, KEY, NOON);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void resume_returnsKeyOfSession() {
        assertThat(resume(NOON.plusSeconds(1))).contains(KEY);
        assertThat(sessions.resume(SecretHash.of("another"), NOON, Instant.EPOCH, Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void session_isExtendedByUse() {
        assertThat(resume(NOON.plus(Duration.ofMinutes(29)))).contains(KEY);
        assertThat(resume(NOON.plus(Duration.ofMinutes(58)))).contains(KEY);
    }

    @Test
    void session_expires_whenIdle() {
        assertThat(resume(NOON.plus(IDLE))).isEmpty();
    }

    @Test
    void session_expires_atMaxAge() {
        assertThat(resume(NOON.plus(Duration.ofMinutes(29)))).contains(KEY);
        assertThat(resume(NOON.plus(Duration.ofMinutes(58)))).contains(KEY);
        assertThat(resume(NOON.plus(MAX_AGE))).isEmpty();
    }

    @Test
    void close_endsSession() {
        sessions.close(TOKEN);

        assertThat(resume(NOON)).isEmpty();
    }

    @Test
    void open_deletesExpiredSessions() {
        sessions.open(SecretHash.of("next"), KEY, NOON.plus(Duration.ofDays(31)));

        assertThat(sessions.resume(TOKEN, NOON, Instant.EPOCH, Instant.EPOCH)).isEmpty();
    }

    @Test
    void oldestSessionOfKey_ends_beyondMaximum() {
        SecretHash other = SecretHash.of("other key");
        sessions.open(SecretHash.of("other"), other, NOON.minusSeconds(1));
        for (int i = 1; i < BrowserSessions.MAX_PER_KEY; i++) {
            sessions.open(SecretHash.of("next " + i), KEY, NOON.plusSeconds(i));
        }
        assertThat(resume(NOON)).contains(KEY);

        sessions.open(SecretHash.of("last"), KEY, NOON.plusSeconds(BrowserSessions.MAX_PER_KEY));

        assertThat(resume(NOON)).isEmpty();
        assertThat(sessions.resume(SecretHash.of("next 1"), NOON, Instant.EPOCH, Instant.EPOCH))
                .contains(KEY);
        assertThat(sessions.resume(SecretHash.of("last"), NOON, Instant.EPOCH, Instant.EPOCH))
                .contains(KEY);
        assertThat(sessions.resume(SecretHash.of("other"), NOON, Instant.EPOCH, Instant.EPOCH))
                .contains(other);
    }

    private Optional<SecretHash> resume(Instant now) {
        return sessions.resume(TOKEN, now, now.minus(IDLE), now.minus(MAX_AGE));
    }
}
