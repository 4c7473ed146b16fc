package io.logaggregator.wire.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.logs.match.AttributeValue;
import io.logaggregator.core.logs.match.AttributeValue.Elements;
import io.logaggregator.core.logs.match.AttributeValue.Nothing;
import io.logaggregator.core.logs.match.AttributeValue.Numeric;
import io.logaggregator.core.logs.match.AttributeValue.Other;
import io.logaggregator.core.logs.match.AttributeValue.Text;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.wire.json.Json;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

class JsonAttributesTest {

    private static final List<String> NAMES = List.of("a", "aa", "b", "\\u0061", ",");

    @Test
    void values_areTyped() {
        String json = "{\"t\":\"x\",\"n\":1.50,\"b\":true,\"z\":null,\"l\":[1,null,[2]],\"o\":{\"k\":1}}";

        assertThat(read("t", json)).isEqualTo(new Text("x"));
        assertThat(read("n", json)).isEqualTo(new Numeric("1.50"));
        assertThat(read("b", json)).isEqualTo(new Other("true"));
        assertThat(read("z", json)).isEqualTo(new Nothing());
        assertThat(read("l", json)).isEqualTo(new Elements(List.of(new Numeric("1"), new Nothing(), new Other("[2]"))));
        assertThat(read("o", json)).isEqualTo(new Other("{\"k\": 1}"));
        assertThat(read("absent", json)).isEqualTo(new Nothing());
    }

    @Test
    void numbers_areFormattedAsInStore() {
        assertThat(read("n", "{\"n\":1e3}")).isEqualTo(new Numeric("1000"));
        assertThat(read("n", "{\"n\":-0}")).isEqualTo(new Numeric("0"));
        assertThat(read("n", "{\"n\":9007199254740993}")).isEqualTo(new Numeric("9007199254740993"));
    }

    @Test
    void objects_areFormattedAsInStore() {
        assertThat(read("o", "{\"o\":{\"bb\":\"\\u0001\\n\",\"a\":1,\"a\":[2,{}]}}"))
                .isEqualTo(new Other("{\"a\": [2, {}], \"bb\": \"\\u0001\\n\"}"));
    }

    @Test
    void path_prefersNamesWithDots() {
        assertThat(read("a.b.c", "{\"a\":{\"b\":{\"c\":1},\"b.c\":2},\"a.b\":{\"c\":3},\"a.b.c\":4}")
                        .text())
                .isEqualTo("4");
        assertThat(read("a.b.c", "{\"a\":{\"b\":{\"c\":1},\"b.c\":2},\"a.b\":{\"c\":3}}")
                        .text())
                .isEqualTo("1");
        assertThat(read("a.b.c", "{\"a\":{\"b.c\":2},\"a.b\":{\"c\":3}}").text())
                .isEqualTo("2");
        assertThat(read("a.b.c", "{\"a\":{},\"a.b\":{\"c\":3}}").text()).isEqualTo("3");
    }

    @Test
    void repeatedMember_lastCounts() {
        assertThat(read("a.b", "{\"a\":{\"b\":1},\"a\":{\"c\":2}}")).isEqualTo(new Nothing());
        assertThat(read("a", "{\"a\":1,\"a\":2}").text()).isEqualTo("2");
    }

    @Test
    void numbersInPath_indexElements() {
        assertThat(read("a.1.b", "{\"a\":[{\"b\":1},{\"b\":2}]}").text()).isEqualTo("2");
    }

    @Test
    void escapedNames_areFound() {
        assertThat(read("a", "{\"\\u0061\":1}").text()).isEqualTo("1");
        assertThat(read("say \"a\"", "{\"say \\\"a\\\"\":1}").text()).isEqualTo("1");
    }

    @Test
    void topLevelMembers_matchParser() {
        Random random = new Random(20_261_126);
        for (int round = 0; round < 5_000; round++) {
            String json = object(random, 3);
            assertThat(read("a", json)).as(json).isEqualTo(parsed("a", json));
        }
    }

    private static String object(Random random, int depth) {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(member -> '"' + NAMES.get(random.nextInt(NAMES.size())) + "\":" + value(random, depth - 1))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "-1.5e2";
            case 3 -> "\"\"";
            case 4 -> "\"}],{[\"";
            case 5 -> "\"a\\\"\"";
            case 6 -> '[' + value(random, depth - 1) + ',' + value(random, depth - 1) + ']';
            case 7 -> "[]";
            default -> object(random, depth);
        };
    }

    private static AttributeValue parsed(String path, String json) {
        try (JsonParser parser = Json.parser(json)) {
            parser.nextToken();
            return AttributePath.of(path).find(parser);
        }
    }

    private static AttributeValue read(String path, String json) {
        return new JsonAttributes().at(path).apply(new JsonObject(json));
    }
}
