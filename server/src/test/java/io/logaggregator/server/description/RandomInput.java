package io.logaggregator.server.description;

import io.logaggregator.server.description.Description.Example;
import io.logaggregator.server.description.Description.Parameter;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random invalid and hostile input, reproducible by seed. Not thread-safe. */
final class RandomInput {

    private static final List<String> ODD = List.of(
            "' or '1'='1",
            "'; drop table log_event; --",
            "\\'",
            "$$",
            "%s%n",
            "%",
            "_",
            "{0}",
            "${jndi:ldap://x}",
            "#{1}",
            "*",
            "?",
            "level:",
            "host:(a OR",
            "((((((((",
            "[* TO *]",
            "[a TO",
            "level>=",
            "/a+b*/",
            "x~2^9",
            "AND",
            "NOT",
            "\"",
            "-",
            "+",
            "!",
            "&&",
            "||",
            "\\",
            "a:b:c",
            "attributes.:x",
            "metadata.a.b.c:[1 TO 1e999]",
            "tag:*",
            "*:*",
            "\0",
            "\t",
            "\r\nX-Injected: 1",
            "\u001b[31m",
            "\u0085",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\ufffe",
            "é",
            "ß",
            "İ",
            "\ud83d\udca5",
            "e\u0301".repeat(40),
            "NaN",
            "Infinity",
            "-1",
            "-0",
            "1e999",
            "9".repeat(40),
            "0x10",
            "٣",
            "1,5",
            "2147483648",
            "-9223372036854775809",
            "0.1",
            "true",
            "null",
            "[]",
            "{}",
            "undefined",
            "2026-02-30T12:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "-9999999999d",
            "-P99999999D",
            "PT9223372036854775807S",
            "-1ms",
            "0s",
            "1d",
            "-1h",
            "../../etc/passwd",
            "/",
            ";",
            "<script>alert(1)</script>",
            "019ab0c1-0000-7000-8000-000000000001",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(600));

    private static final List<String> BROKEN_BYTES =
            List.of("%FF", "%C0%80", "%ED%A0%80", "%F8%88%80%80%80", "%00", "%2F", "%25");

    private final Random random;

    RandomInput(long seed) {
        this.random = new Random(seed);
    }

    boolean oneOf(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String text() {
        StringBuilder text = new StringBuilder(any(ODD));
        while (oneOf(2)) {
            text.append(oneOf(3) ? " " : "").append(any(ODD));
        }
        return text.toString();
    }

    /** For a place in a URL: sometimes with bytes that are no text. */
    String encoded() {
        return URLEncoder.encode(text(), StandardCharsets.UTF_8).replace("+", "%20")
                + (oneOf(8) ? any(BROKEN_BYTES) : "");
    }

    /** Each parameter as it may be, or as it may not, or not at all. */
    String query(List<Parameter> parameters) {
        StringBuilder query = new StringBuilder();
        for (Parameter parameter : parameters) {
            int times = parameter.isRequired() ? (oneOf(10) ? 0 : 1) : oneOf(2) ? 0 : oneOf(10) ? 2 : 1;
            for (int time = 0; time < times; time++) {
                query.append('&').append(parameter.name()).append('=').append(value(parameter));
            }
        }
        if (oneOf(15)) {
            query.append('&').append(encoded()).append('=').append(encoded());
        }
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private String value(Parameter parameter) {
        List<String> good = Stream.concat(
                        parameter.example().stream(),
                        parameter.schema().path("enum").valueStream().map(JsonNode::asString))
                .toList();
        return good.isEmpty() || oneOf(3) ? encoded() : URLEncoder.encode(any(good), StandardCharsets.UTF_8);
    }

    /** An example with something wrong about it, most often. */
    String body(Example example) {
        String body = example.value().isString()
                ? example.body()
                : changed(example.value(), 0).toString();
        return oneOf(3) ? damaged(body) : body;
    }

    /** Most often the right one. */
    Charset charset() {
        return oneOf(10) ? any(List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) : StandardCharsets.UTF_8;
    }

    private JsonNode changed(JsonNode node, int depth) {
        if (oneOf(depth == 0 ? 30 : 8)) {
            return odd();
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.forEachEntry((name, value) -> {
                if (!oneOf(12)) {
                    copy.set(oneOf(25) ? text() : name, changed(value, depth + 1));
                }
            });
            return oneOf(10) ? copy.set(text(), odd()) : copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(value -> copy.add(changed(value, depth + 1)));
            return oneOf(6) ? copy.add(odd()) : copy;
        }
        return node;
    }

    private JsonNode odd() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(10)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(oneOf(2));
            case 2 -> json.numberNode(random.nextInt(3) - 1);
            case 3 -> json.numberNode(new BigDecimal(any(List.of("1e400", "-1e400", "1e-400", "9".repeat(60), "0.5"))));
            case 4 -> json.numberNode(random.nextLong());
            case 5 -> json.objectNode();
            case 6 -> json.arrayNode();
            case 7 -> json.stringNode(any(ODD).repeat(1 + random.nextInt(300)));
            default -> json.stringNode(text());
        };
    }

    private String damaged(String body) {
        int at = random.nextInt(body.length() + 1);
        return switch (random.nextInt(7)) {
            case 0 -> body.substring(0, at);
            case 1 -> body.substring(0, at) + text() + body.substring(at);
            case 2 -> body.replaceFirst("\\{", "{\"host\":\"db-1\",");
            case 3 -> "[".repeat(5_000) + body;
            case 4 -> body.replace("}", ",\"name\":\"a\",\"name\":\"b\"}");
            case 5 -> body + body;
            default -> "\ufeff" + body;
        };
    }

    /** A cursor with something changed. */
    String cursor(String real) {
        char[] letters = real.toCharArray();
        for (int times = random.nextInt(4); times >= 0; times--) {
            letters[random.nextInt(letters.length)] = "ABCDwxyz0189-_+/=. %'\"\0\u00e9".charAt(random.nextInt(23));
        }
        String changed = new String(letters);
        return switch (random.nextInt(6)) {
            case 0 -> changed.substring(random.nextInt(changed.length()));
            case 1 -> changed + changed.substring(random.nextInt(changed.length()));
            case 2 -> text();
            default -> changed;
        };
    }

    /** A seed for input that must not depend on earlier input. */
    static long seed(long seed, Object... of) {
        return 31 * seed + Arrays.hashCode(of);
    }
}
