package io.logaggregator.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.logaggregator.core.common.StoreUnavailableException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class DependencyHealthTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DependencyHealth.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    private Instant now = Instant.EPOCH;
    private @Nullable String failure;
    private final DependencyHealth health = new DependencyHealth("database", this::respond, () -> now);

    private void respond() {
        if (failure != null) {
            throw new StoreUnavailableException(failure, null);
        }
    }

    @BeforeEach
    void captureLog() {
        logger.setLevel(Level.INFO); // which other tests in this JVM change at the root
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void releaseLog() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void change_isLoggedOnceWithItsLevel() {
        check(null);
        check(null);
        check("refused");
        check("refused");
        check(null);

        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        tuple(Level.INFO, "database available"),
                        tuple(Level.WARN, "database unavailable: reason=refused"),
                        tuple(Level.INFO, "database available"));
    }

    @Test
    void firstFailure_isLogged() {
        check("refused");
        check("refused");

        assertThat(logged.list)
                .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
                .containsExactly(tuple(Level.WARN, "database unavailable: reason=refused"));
    }

    @Test
    void otherReason_isLogged() {
        check("timed out after 1001 ms");
        check("timed out after 1003 ms");
        check("wrong certificate");
        check("wrong certificate");

        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "database unavailable: reason=timed out after 1001 ms",
                        "database unavailable: reason=wrong certificate");
    }

    @Test
    void health_isDownSinceTheFirstFailure() {
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        check(null);
        assertThat(health.health()).isEqualTo(up(Instant.ofEpochSecond(1)));
        check("refused");
        check("still refused");

        assertThat(health.health()).isEqualTo(down("still refused", Instant.ofEpochSecond(2)));
    }

    @Test
    void hangingCheck_isDown() {
        check(null);
        now = now.plusSeconds(16);

        assertThat(health.health()).isEqualTo(down("no response for 16 s", Instant.ofEpochSecond(1)));
    }

    private void check(@Nullable String failure) {
        this.failure = failure;
        now = now.plusSeconds(1);
        health.check();
    }

    private static Health up(Instant since) {
        return Health.up().withDetail("since", since).build();
    }

    private static Health down(String reason, Instant since) {
        return Health.down()
                .withDetail("reason", reason)
                .withDetail("since", since)
                .build();
    }
}
