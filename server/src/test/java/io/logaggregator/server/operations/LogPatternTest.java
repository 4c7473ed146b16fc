package io.logaggregator.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.logaggregator.core.common.NameText;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** The messages of the plain log. */
class LogPatternTest {

    @Test
    void message_hasNoControls() {
        StringBuilder controls = new StringBuilder();
        for (int character = 0; character <= Character.MAX_VALUE; character++) {
            boolean isLayout = character == '\n' || character == '\t';
            if (NameText.isControl((char) character) && !isLayout) {
                controls.append((char) character);
            }
        }

        assertThat(log("a" + controls + "b")).isEqualTo("a" + "?".repeat(controls.length()) + "b");
        assertThat(log("a\tb \uFFFD é \u200B")).isEqualTo("a\tb \uFFFD é \u200B");
    }

    @Test
    void furtherLines_areIndented() {
        assertThat(log("name=op\r\n16:00:00.000 ERROR forged\u001B[31m"))
                .isEqualTo("name=op?\n    16:00:00.000 ERROR forged?[31m");
    }

    private static String log(String value) {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        String pattern = Objects.requireNonNull(yaml.getObject()).getProperty("logging.pattern.message");
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(
                new LoggingEvent("test", context.getLogger("test"), Level.INFO, "{}", null, new Object[] {value}));
    }
}
