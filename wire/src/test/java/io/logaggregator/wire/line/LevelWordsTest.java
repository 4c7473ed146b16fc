package io.logaggregator.wire.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelWordsTest {

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "trce,TRACE",
                "Verbose,TRACE",
                "VRB,TRACE",
                "silly,TRACE",
                "dbug,DEBUG",
                "DBG,DEBUG",
                "http,DEBUG",
                "D3,DEBUG",
                "INF,INFO",
                "config,INFO",
                "LOG,INFO",
                "WRN,WARN",
                "fail,ERROR",
                "dpanic,ERROR",
                "FTL,FATAL",
                "emerg,FATAL",
                "panic,FATAL",
                "[error],ERROR",
                "(W),WARN",
                "<info>,INFO",
                "WARN:,WARN",
                " INFO  ,INFO",
                "\u001b[31merror\u001b[39m,ERROR",
                "\u001b[1;38;5;208mwarn\u001b[0m,WARN",
                "\u001b[32m[INFO]\u001b[0m,INFO",
                "ERROR2,ERROR",
                "Info4,INFO",
                "ERROR+2,ERROR",
                "DEBUG-4,DEBUG",
                "WARN+12,WARN",
                "E,ERROR",
                "f,FATAL"
            })
    void ofField_readsWordsOfLibraries(String text, Level level) {
        assertThat(LevelWords.ofField(text)).contains(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gold",
                "x",
                "E2",
                "ERROR22",
                "ERROR+",
                "+2",
                "errors",
                "no error",
                "in2",
                "\u001b[",
                "\u001b"
            })
    void otherText_isNoLevel(String text) {
        assertThat(LevelWords.ofField(text)).isEmpty();
    }

    @Test
    void letter_isALevelInAFieldOnly() {
        assertThat(LevelWords.ofField("W")).contains(Level.WARN);
        assertThat(LevelWords.in("W")).isEmpty();
        assertThat(LevelWords.in("[WARN]")).contains(Level.WARN);
        assertThat(LevelWords.ofField("E".repeat(1_000_000))).isEmpty();
    }
}
