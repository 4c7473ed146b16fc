package io.logaggregator.core.logs.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Bound;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogTexts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with the store has a test of its own in the module embedded. */
class LogMatcherTest {

    private static final Part ANY_TEXT = new Part.AnyText();
    private static final LogField STATUS = new Attribute("status");

    private final FakeAttributes attributes = new FakeAttributes(Map.of(
            "status", new Numeric("9007199254740993"),
            "code", new Text("+5e2"),
            "padded", new Text(" 5e2 "),
            "list", new Elements(List.of(new Nothing(), new Text("Blue")))));
    private final LogMatcher matcher = new LogMatcher(attributes);

    @ParameterizedTest
    @ValueSource(strings = {"", "timeout", "TIMEOUT", "größe", "🚀", "Zahlung: Timeout bei GRÖSSE/Größe 🚀"})
    void message_isMatchedAnywhereCaseInsensitive(String text) {
        assertThat(holds(new Matches(Standard.MESSAGE, TextPattern.of(text)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"time out", "timeouts", "groesse", "Zahlung: Timeout bei GRÖSSE/Größe 🚀!"})
    void message_withoutTheText_doesNotMatch(String text) {
        assertThat(holds(new Matches(Standard.MESSAGE, TextPattern.of(text)))).isFalse();
    }

    @Test
    void otherFields_areMatchedAsAWhole() {
        assertThat(holds(new Matches(Standard.HOST, TextPattern.of("WEB-1")))).isTrue();
        assertThat(holds(new Matches(Standard.HOST, TextPattern.of("web")))).isFalse();
        assertThat(holds(new Matches(Standard.HOST, pattern(literal("w"), ANY_TEXT, literal("1")))))
                .isTrue();
        assertThat(holds(new Matches(Standard.HOST, pattern(literal("web-1"), ANY_TEXT, literal("1")))))
                .isFalse();
    }

    @Test
    void anyTagOrElement_suffices() {
        assertThat(holds(new Matches(Standard.TAG, TextPattern.of("slow")))).isTrue();
        assertThat(holds(new Matches(new Attribute("list"), TextPattern.of("blue"))))
                .isTrue();
        assertThat(holds(new Matches(new Attribute("list"), TextPattern.of(""))))
                .isFalse();
    }

    @Test
    void levels_areComparedBySeriousness() {
        assertThat(holds(new AtLeast(Level.WARN))).isTrue();
        assertThat(holds(new AtLeast(Level.FATAL))).isFalse();
        assertThat(holds(new Matches(Standard.LEVEL, TextPattern.of("severe")))).isTrue();
        assertThat(holds(between(Standard.LEVEL, "warn", "error"))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matcher.matching(between(Standard.LEVEL, "banana", "error")))
                .withMessageContaining("banana");
    }

    @Test
    void numbers_areComparedExactlyAndTextAsADouble() {
        assertThat(holds(between(STATUS, "9007199254740993", "9007199254740993")))
                .isTrue();
        assertThat(holds(between(STATUS, "0", "9007199254740992"))).isFalse();
        assertThat(holds(between(new Attribute("code"), "500", "500"))).isTrue();
        assertThat(holds(between(new Attribute("padded"), "500", "500"))).isFalse();
    }

    @Test
    void ranges_ofText_areInTheOrderOfCharacters() {
        assertThat(holds(between(Standard.HOST, "WEB-0", "web-2"))).isTrue();
        assertThat(holds(between(Standard.HOST, "x", "z"))).isFalse();
    }

    @Test
    void not_holdsForMissingAttribute() {
        LogCondition absent = new Matches(new Attribute("absent"), TextPattern.of("x"));

        assertThat(holds(absent)).isFalse();
        assertThat(holds(new Not(absent))).isTrue();
        assertThat(holds(new Exists(new Attribute("absent")))).isFalse();
    }

    @Test
    void conditions_combine() {
        assertThat(holds(LogCondition.ALL)).isTrue();
        assertThat(holds(new Or(List.of()))).isFalse();
        assertThat(holds(new Or(List.of(new AtLeast(Level.FATAL), new Exists(Standard.TAG)))))
                .isTrue();
    }

    @Test
    void attributes_areReadLast() {
        LogCondition attribute = new Exists(STATUS);
        LogCondition fatal = new AtLeast(Level.FATAL);

        assertThat(holds(new And(List.of(attribute, fatal)))).isFalse();
        assertThat(attributes.read).hasValue(0);
        assertThat(holds(attribute)).isTrue();
        assertThat(attributes.read).hasValue(1);
    }

    @Test
    void value_isTheFieldAsText() {
        assertThat(matcher.value(Standard.LEVEL).apply(event())).isEqualTo("ERROR");
        assertThat(matcher.value(LogField.Text.APPLICATION).apply(event())).isEmpty();
        assertThat(matcher.value(STATUS).apply(event())).isEqualTo("9007199254740993");
    }

    private boolean holds(LogCondition condition) {
        return matcher.matching(condition).test(event());
    }

    private static LogEvent event() {
        return new LogEvent(
                new UUID(0, 1),
                Instant.EPOCH,
                Instant.EPOCH,
                "web-1",
                Level.ERROR,
                "Zahlung: Timeout bei GRÖSSE/Größe 🚀",
                LogTexts.of("prod"),
                List.of("shop", "SLOW"),
                JsonObject.EMPTY);
    }

    private static LogCondition between(LogField field, String lower, String upper) {
        return new Between(field, Optional.of(new Bound(lower, true)), Optional.of(new Bound(upper, true)));
    }

    private static TextPattern pattern(Part... parts) {
        return new TextPattern(List.of(parts));
    }

    private static Part literal(String text) {
        return new Part.Literal(text);
    }

    /** Gives the same attributes for every event. */
    private static final class FakeAttributes implements AttributeReader {

        final AtomicInteger read = new AtomicInteger();
        private final Map<String, AttributeValue> values;

        FakeAttributes(Map<String, AttributeValue> values) {
            this.values = values;
        }

        @Override
        public Function<JsonObject, AttributeValue> at(String path) {
            return _ -> {
                read.incrementAndGet();
                return values.getOrDefault(path, new Nothing());
            };
        }
    }
}
