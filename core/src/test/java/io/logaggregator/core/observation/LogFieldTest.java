package io.logaggregator.core.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import org.junit.jupiter.api.Test;

class LogFieldTest {

    @Test
    void named_holdsEveryFieldOnce() {
        assertThat(LogField.NAMED)
                .hasSize(Standard.values().length + Text.values().length)
                .doesNotHaveDuplicates();
    }

    @Test
    void label_namesTheField() {
        assertThat(LogField.NAMED)
                .allSatisfy(field -> assertThat(LogField.ofLabel(field.label())).contains(field));
        assertThat(LogField.ofLabel("attributes.a.b")).contains(new Attribute("a.b"));
        assertThat(LogField.ofLabel("attributes.")).isEmpty();
        assertThat(LogField.ofLabel("none")).isEmpty();
    }

    @Test
    void names_areUnique() {
        assertThat(Text.ALL.stream().flatMap(field -> field.names().stream())).doesNotHaveDuplicates();
    }

    @Test
    void texts_areCompletedWithEmptyOnes() {
        LogTexts texts = LogTexts.of("prod");

        assertThat(texts.get(Text.ENVIRONMENT)).isEqualTo("prod");
        assertThat(texts.get(Text.CORRELATION_ID)).isEmpty();
        assertThat(texts.values()).hasSameSizeAs(Text.ALL);
        assertThat(texts).isEqualTo(LogTexts.EMPTY.orElse(field -> field == Text.ENVIRONMENT ? "prod" : ""));
    }
}
