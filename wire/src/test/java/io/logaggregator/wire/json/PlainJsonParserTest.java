package io.logaggregator.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.wire.json.PlainJsonParser.NotPlainException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

class PlainJsonParserTest {

    private static final long SEED = 20_261_130;
    private static final int ROUNDS = 30_000;
    private static final String[] TEXTS = {
        "", "a", "host name", "0123456789abcdef", " x ", "äöü€", "\uD83D\uDE00 end", "{[,:]}"
    };
    private static final String[] NUMBERS = {"0", "-1", "42", "1.5", "-0.25", "123456789012345678"};

    private record Token(JsonToken kind, String text) {}

    @Test
    void tokens_areThoseOfJackson() {
        Random random = new Random(SEED);
        int plain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] json = object(random, 0).getBytes(UTF_8);
            if (random.nextBoolean()) {
                json[random.nextInt(json.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(tokens(new PlainJsonParser(Bytes.of(json))))
                        .as(new String(json, UTF_8))
                        .isEqualTo(tokens(Json.parser(Bytes.of(json))));
                plain++;
            } catch (NotPlainException e) {
                // any JSON may be left to the other parser
            }
        }
        assertThat(plain).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void recurringTexts_areTheSameInstance() {
        assertThat(first("{\"a\":\"web-1\"}").recentString())
                .isSameAs(first("{\"a\":\"web-1\"}").recentString());
    }

    @Test
    void recentTexts_areThoseOfTheMessage() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            // "Aa" and "BB" have the same hash
            String text =
                    (random.nextBoolean() ? "Aa" : "BB") + TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(5_000);

            assertThat(first("{\"a\":\"" + text + "\"}").recentString()).isEqualTo(text);
        }
    }

    private static PlainJsonParser first(String json) {
        PlainJsonParser parser = new PlainJsonParser(Bytes.of(json.getBytes(UTF_8)));
        parser.nextToken();
        parser.nextName();
        parser.nextToken();
        return parser;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\n\"}",
                "{\"a\\t\":1}",
                "{\"a\":NaN}",
                "{\"a\":1e3}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":-}",
                "{\"a\":1",
                "{\"a\":\"b",
                "{\"a\":tru}",
                "{\"a\":true1}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\u007F\"}",
                "{\"a\":\"\uFFFD\"}",
                "{\"ä\":1}",
                "{\"a\":1234567890123456789}",
                "{\"a\":[1}",
                "{\"a\":{]}",
                ""
            })
    void otherJson_isLeftToJackson(String json) {
        assertThatThrownBy(() -> tokens(new PlainJsonParser(Bytes.of(json.getBytes(UTF_8)))))
                .isInstanceOf(NotPlainException.class);
    }

    @Test
    void deepNesting_isLeftToJackson() {
        String json = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + '}';

        assertThatThrownBy(() -> tokens(new PlainJsonParser(Bytes.of(json.getBytes(UTF_8)))))
                .isInstanceOf(NotPlainException.class);
    }

    /** The tokens of the object at the start. */
    private static List<Token> tokens(JsonParser parser) throws JacksonException {
        List<Token> tokens = new ArrayList<>();
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            boolean isValue = token.isScalarValue() || token == JsonToken.PROPERTY_NAME;
            tokens.add(new Token(token, isValue ? parser.getString() : ""));
        } while (depth > 0);
        return tokens;
    }

    private static String object(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (int member = random.nextInt(5); member > 0; member--) {
            members.add('"'
                    + pick(random, "name", "a.b", "x y", "")
                    + '"'
                    + space(random)
                    + ':'
                    + space(random)
                    + value(random, depth));
        }
        return '{' + space(random) + String.join(space(random) + ',' + space(random), members) + '}';
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0, 1, 2 -> '"' + pick(random, TEXTS) + pick(random, TEXTS) + '"';
            case 3, 4 -> pick(random, NUMBERS);
            case 5 -> pick(random, "true", "false", "null");
            case 6 -> '[' + value(random, depth + 1) + ',' + value(random, depth + 1) + ']';
            case 7 -> "[]";
            default -> object(random, depth + 1);
        };
    }

    private static String space(Random random) {
        return pick(random, "", "", "", " ", "\n\t");
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
