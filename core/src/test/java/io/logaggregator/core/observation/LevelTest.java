package io.logaggregator.core.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTest {

    @ParameterizedTest
    @CsvSource({
        "1,TRACE",
        "4,TRACE",
        "5,DEBUG",
        "9,INFO",
        "12,INFO",
        "13,WARN",
        "17,ERROR",
        "20,ERROR",
        "21,FATAL",
        "24,FATAL"
    })
    void ofSeverityNumber_coversFourStepsPerLevel(long number, Level level) {
        assertThat(Level.ofSeverityNumber(number)).contains(level);
    }

    @ParameterizedTest
    @CsvSource({"0,FATAL", "2,FATAL", "3,ERROR", "4,WARN", "5,INFO", "6,INFO", "7,DEBUG"})
    void ofSyslogSeverity_countsDownFromEmergency(long severity, Level level) {
        assertThat(Level.ofSyslogSeverity(severity)).contains(level);
    }

    @Test
    void numbersOutsideTheirScaleAreNoLevel() {
        assertThat(Level.ofSeverityNumber(0)).isEmpty();
        assertThat(Level.ofSeverityNumber(25)).isEmpty();
        assertThat(Level.ofSeverityNumber(Long.MAX_VALUE)).isEmpty();
        assertThat(Level.ofSyslogSeverity(-1)).isEmpty();
        assertThat(Level.ofSyslogSeverity(8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"warn,WARN", "Warning,WARN", " err ,ERROR", "CRIT,FATAL", "notice,INFO", "verbose,TRACE"})
    void named_acceptsUsualNames(String word, Level level) {
        assertThat(Level.named(word)).contains(level);
    }

    @Test
    void named_doesNotGuess() {
        assertThat(Level.named("loud")).isEmpty();
    }
}
