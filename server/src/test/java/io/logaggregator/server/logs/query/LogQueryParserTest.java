package io.logaggregator.server.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class LogQueryParserTest {

    private static final LogField STATUS = new Attribute("status");

    static final List<Arguments> QUERIES = List.of(
            // words and phrases are looked for in the message
            means("", LogCondition.ALL),
            means("  \t", LogCondition.ALL),
            means("*", LogCondition.ALL),
            means("*:*", LogCondition.ALL),
            means("timeout", message("timeout")),
            means("\"timed out\"", message("timed out")),
            means("message:timeout", message("timeout")),
            means("Grüße", message("Grüße")),
            means("\"日本語 🚀\"", message("日本語 🚀")),
            means("42", message("42")),
            means("foo-bar_baz.qux", message("foo-bar_baz.qux")),
            means("\"a*b\"", message("a*b")),
            means("and", message("and")),
            // fields
            means("host:web-01", is(Standard.HOST, "web-01")),
            means("host=web-01", is(Standard.HOST, "web-01")),
            means("host : web-01", is(Standard.HOST, "web-01")),
            means("host:10.0.0.1", is(Standard.HOST, "10.0.0.1")),
            means("HOST:web-01", is(Standard.HOST, "web-01")),
            means("application:\"order service\"", is(LogField.Text.APPLICATION, "order service")),
            means("component:db", is(LogField.Text.COMPONENT, "db")),
            means("environment:prod", is(LogField.Text.ENVIRONMENT, "prod")),
            means("tag:slow", is(Standard.TAG, "slow")),
            means("tags:slow", is(Standard.TAG, "slow")),
            means("tag:\"env:prod\"", is(Standard.TAG, "env:prod")),
            means("correlationId:4bf92f", is(LogField.Text.CORRELATION_ID, "4bf92f")),
            means("correlation_id:4bf92f", is(LogField.Text.CORRELATION_ID, "4bf92f")),
            means("attributes.status:500", is(STATUS, "500")),
            means("metadata.status:500", is(STATUS, "500")),
            means("attributes.http.request.method:GET", is(new Attribute("http.request.method"), "GET")),
            means("attributes.a\\:b:1", is(new Attribute("a:b"), "1")),
            means("application:\"\"", is(LogField.Text.APPLICATION, "")),
            means("host:*", new Exists(Standard.HOST)),
            means("host:**", new Exists(Standard.HOST)),
            means("attributes.status:*", new Exists(STATUS)),
            // wildcards, and characters that are none
            means("host:web-*", matches(Standard.HOST, literal("web-"), any())),
            means("host:*web?", matches(Standard.HOST, any(), literal("web"), one())),
            means("host:a**b", matches(Standard.HOST, literal("a"), any(), literal("b"))),
            means("time*out", matches(Standard.MESSAGE, literal("time"), any(), literal("out"))),
            means("host:web-\\*", is(Standard.HOST, "web-*")),
            means("what\\?", message("what?")),
            means("a\\ b", message("a b")),
            means("a\\:b", message("a:b")),
            means("\\\\", message("\\")),
            means("\\u0041\\u00e4", message("Aä")),
            means("\"say \\\"hi\\\"\"", message("say \"hi\"")),
            means("\\AND", message("AND")),
            means("\"C:\\\\Users\\\\x\"", message("C:\\Users\\x")),
            means("attributes.a\\*:1", is(new Attribute("a*"), "1")),
            // levels
            means("level:ERROR", is(Standard.LEVEL, "ERROR")),
            means("level:warning", is(Standard.LEVEL, "WARN")),
            means("level:\"err\"", is(Standard.LEVEL, "ERROR")),
            means("level:ERR*", matches(Standard.LEVEL, literal("ERR"), any())),
            means("level>=WARN", new AtLeast(Level.WARN)),
            means("level:>=warning", new AtLeast(Level.WARN)),
            means("level:[WARN TO *]", new AtLeast(Level.WARN)),
            means("level>WARN", between(Standard.LEVEL, "WARN", false, null, true)),
            means("level<ERROR", between(Standard.LEVEL, null, true, "ERROR", false)),
            means("level:[info TO warning]", between(Standard.LEVEL, "INFO", true, "WARN", true)),
            // ranges and comparisons
            means("metadata.status:[500 TO 599]", between(STATUS, "500", true, "599", true)),
            means("metadata.status:{500 TO 599}", between(STATUS, "500", false, "599", false)),
            means("metadata.status:[500 TO 599}", between(STATUS, "500", true, "599", false)),
            means("metadata.status:[500 TO *]", between(STATUS, "500", true, null, true)),
            means("metadata.status:[* TO 599]", between(STATUS, null, true, "599", true)),
            means("metadata.status:[* TO *]", new Exists(STATUS)),
            means("metadata.status:[-5 TO 5.5]", between(STATUS, "-5", true, "5.5", true)),
            means("metadata.status:[\"a b\" TO \"c d\"]", between(STATUS, "a b", true, "c d", true)),
            means("host:{\"\" TO *]", between(Standard.HOST, "", false, null, true)),
            means("host:[* TO \"\"]", between(Standard.HOST, null, true, "", true)),
            means("host:[\"\\\"\\\"\" TO *]", between(Standard.HOST, "\"\"", true, null, true)),
            means("host:[a TO m}", between(Standard.HOST, "a", true, "m", false)),
            means("attributes.status>=500", between(STATUS, "500", true, null, true)),
            means("attributes.status:>500", between(STATUS, "500", false, null, true)),
            means("attributes.status<=499", between(STATUS, null, true, "499", true)),
            means("attributes.status < 500", between(STATUS, null, true, "500", false)),
            means("attributes.status>\"500\"", between(STATUS, "500", false, null, true)),
            // AND, OR, NOT
            means("a b", and(message("a"), message("b"))),
            means("a AND b", and(message("a"), message("b"))),
            means("a && b", and(message("a"), message("b"))),
            means("+a +b", and(message("a"), message("b"))),
            means("a OR b", or(message("a"), message("b"))),
            means("a || b", or(message("a"), message("b"))),
            means("a AND b OR c", or(and(message("a"), message("b")), message("c"))),
            means("a AND (b OR c)", and(message("a"), or(message("b"), message("c")))),
            means("a OR b c", and(or(message("a"), message("b")), message("c"))),
            means("NOT a", new Not(message("a"))),
            means("-a", new Not(message("a"))),
            means("!a", new Not(message("a"))),
            means("a -b", and(message("a"), new Not(message("b")))),
            means("a OR NOT b", or(message("a"), new Not(message("b")))),
            means("NOT (a b)", new Not(and(message("a"), message("b")))),
            means("NOT (NOT a)", new Not(new Not(message("a")))),
            means("host:(a OR b)", or(is(Standard.HOST, "a"), is(Standard.HOST, "b"))),
            means("host:(a -b)", and(is(Standard.HOST, "a"), new Not(is(Standard.HOST, "b")))),
            means("host:(a level:INFO)", and(is(Standard.HOST, "a"), is(Standard.LEVEL, "INFO"))),
            means(
                    "level:ERROR host:web-* \"timed out\" metadata.status:[500 TO 599] NOT application:cron",
                    and(
                            is(Standard.LEVEL, "ERROR"),
                            matches(Standard.HOST, literal("web-"), any()),
                            message("timed out"),
                            between(STATUS, "500", true, "599", true),
                            new Not(is(LogField.Text.APPLICATION, "cron")))));

    static final List<Arguments> MISTAKES = List.of(
            rejected("a user:42", 2, "there is no field \"user\"; the fields are host, level, application"),
            rejected("a user:42", 2, "perhaps attributes.user"),
            rejected("user:(a OR b)", 0, "there is no field \"user\""),
            rejected("attributes.:1", 0, "there is no field \"attributes.\""),
            rejected("a level:bad", 8, "there is no level \"bad\"; the levels are TRACE, DEBUG"),
            rejected("level:[WARN TO loud]", 15, "there is no level \"loud\""),
            rejected("level>=9", 7, "there is no level \"9\""),
            rejected("a /b.*/", 2, "regular expressions are not supported"),
            rejected("/var/log", 0, "text that holds / needs quotes"),
            rejected("var/log", 3, "text that holds / needs quotes"),
            rejected("roam~", 4, "fuzzy words and proximity (~) are not supported"),
            rejected("\"a b\"~3", 5, "fuzzy words and proximity"),
            rejected("a^2", 1, "weights (^) are not supported"),
            rejected("fn:x", 0, "there is no field \"fn\"; the fields are host"),
            rejected("a AND fn:12", 6, "there is no field \"fn\"; the fields are host"),
            rejected("fn:ordered(a b)", 0, "there is no field \"fn\"; the fields are host"),
            rejected("_exists_:metadata.ms", 0, "events with a field are found by field:*"),
            rejected("a attributes.m*:500", 2, "wildcards in field names are not supported"),
            rejected("attributes.m?s>=5", 0, "wildcards in field names are not supported"),
            rejected("metadata.ms:(>=400 AND <600)", 13, "a range is written field:[400 TO 600}"),
            rejected("level!=ERROR", 5, "write NOT field:value"),
            rejected("\"C:\\Users\"", 3, "\\U is no escape; a backslash is written \\\\"),
            rejected("a C\\Users", 3, "\\U is no escape"),
            rejected("a\\\\\\b", 3, "\\b is no escape"),
            rejected("host:[\"a\\1\" TO *]", 8, "\\1 is no escape"),
            rejected("(a b)@2", 5, "text that holds @ needs quotes"),
            rejected("me@example.org", 2, "text that holds @ needs quotes"),
            rejected("a \"b", 2, "this \" is never closed"),
            rejected("a \\", 2, "nothing follows this \\"),
            rejected("a \\u00", 2, "or u and 4 hex digits"),
            rejected("(a (b)", 0, "this ( is never closed"),
            rejected("a) b", 1, "this ) closes nothing"),
            rejected("()", 1, "unexpected \")\"; something is missing before it"),
            rejected("a AND", 5, "the query ends where"),
            rejected("NOT", 3, "the query ends where"),
            rejected("host:", 5, "the query ends where"),
            rejected("AND a", 0, "unexpected \"AND\"; it needs something on both sides"),
            rejected("a OR OR b", 5, "unexpected \"OR\""),
            rejected("host:level:x", 10, "unexpected \":\"; text that holds it needs quotes"),
            rejected("host:-1", 5, "unexpected \"-\""),
            rejected("metadata.a:[1 TO 2", 11, "this [ is never closed"),
            rejected("metadata.a:[1 2]", 14, "a range is written [from TO to]"),
            rejected("metadata.a:[1 TO ]", 17, "a range is written [from TO to]"),
            rejected("[1 TO 2]", 1, "a range needs a field that has an order"),
            rejected("a OR +b", 6, "+ makes no sense beside OR"),
            rejected("a \"\0\"", 2, "U+0000"),
            rejected("a \\ud83d", 2, "surrogate"),
            rejected("(".repeat(33) + "a" + ")".repeat(33), 32, "brackets are nested too deep"),
            rejected("(".repeat(4000), 32, "brackets are nested too deep"),
            rejected("a ".repeat(257), 512, "the query has too many words, 256 are allowed"),
            rejected("a ".repeat(33), 66, "the query has 33 words for messages and attributes, 32 are allowed"),
            rejected("a".repeat(257), 0, "this word has 257 characters, 256 are allowed"),
            rejected("host:" + "?".repeat(257), 5, "this word has 257 characters, 256 are allowed"),
            rejected("a \"" + "b ".repeat(129) + "\"", 2, "this word has 258 characters, 256 are allowed"),
            rejected("attributes.a:[1 TO " + "2".repeat(257) + "]", 19, "this word has 257 characters"),
            rejected("a".repeat(4097), 4096, "the query has 4097 characters, 4096 are allowed"));

    @ParameterizedTest
    @FieldSource("QUERIES")
    void query_isParsedToItsCondition(String query, LogCondition expected) {
        assertThat(LogQueryParser.parse(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void syntaxError_hasItsPosition(String query, int position, String reason) {
        QuerySyntaxException refusal =
                catchThrowableOfType(QuerySyntaxException.class, () -> LogQueryParser.parse(query));

        assertThat(refusal).hasMessageContaining(reason);
        assertThat(refusal.position()).isEqualTo(position);
    }

    @Test
    void words_areAcceptedUpToTheirLimits() {
        assertThat(LogQueryParser.parse("a".repeat(256))).isEqualTo(message("a".repeat(256)));
        assertThat(LogQueryParser.parse("attributes.a:b ".repeat(16) + "c ".repeat(16)))
                .isInstanceOfSatisfying(
                        And.class, all -> assertThat(all.conditions()).hasSize(32));
        assertThat(LogQueryParser.parse("host:(" + "a ".repeat(256) + ")"))
                .isInstanceOfSatisfying(
                        And.class, all -> assertThat(all.conditions()).hasSize(256));
    }

    @Test
    void nesting_isAcceptedUpTo32() {
        assertThat(LogQueryParser.parse("(".repeat(32) + "a" + ")".repeat(32))).isEqualTo(message("a"));
    }

    @Test
    void randomText_isParsedOrRejectedWithAPosition() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String garbage = garbage(random);
            try {
                LogQueryParser.parse(garbage);
            } catch (QuerySyntaxException e) {
                assertThat(e.position()).as(garbage).isBetween(0, garbage.length());
            } catch (RuntimeException e) {
                throw new AssertionError("seed 42, query " + i + ": " + garbage, e);
            }
        }
    }

    private static String garbage(Random random) {
        List<String> scraps = List.of(
                "a",
                "host",
                "level",
                "ERROR",
                "attributes.x",
                ":",
                "=",
                "<",
                ">=",
                "\"",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                " ",
                " TO ",
                " AND ",
                " OR ",
                "NOT ",
                "!",
                "+",
                "-",
                "&&",
                "|",
                "*",
                "?",
                "\\",
                "\\u00",
                "/",
                "~",
                "^",
                "@",
                "fn:",
                "1",
                "2.5",
                "\0",
                "\ud83d",
                "\u3000",
                "é",
                "🚀",
                "\n");
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length >= 0; length--) {
            text.append(scraps.get(random.nextInt(scraps.size())));
        }
        return text.toString();
    }

    private static Arguments means(String query, LogCondition condition) {
        return Arguments.of(query, condition);
    }

    private static Arguments rejected(String query, int position, String reason) {
        return Arguments.of(query, position, reason);
    }

    private static LogCondition message(String text) {
        return is(Standard.MESSAGE, text);
    }

    private static LogCondition is(LogField field, String text) {
        return new Matches(field, TextPattern.of(text));
    }

    private static LogCondition matches(LogField field, TextPattern.Part... parts) {
        return new Matches(field, new TextPattern(List.of(parts)));
    }

    private static LogCondition between(
            LogField field,
            @Nullable String lower,
            boolean lowerInclusive,
            @Nullable String upper,
            boolean upperInclusive) {
        return new Between(
                field,
                Optional.ofNullable(lower).map(value -> new Bound(value, lowerInclusive)),
                Optional.ofNullable(upper).map(value -> new Bound(value, upperInclusive)));
    }

    private static LogCondition and(LogCondition... conditions) {
        return new And(List.of(conditions));
    }

    private static LogCondition or(LogCondition... conditions) {
        return new Or(List.of(conditions));
    }

    private static TextPattern.Part literal(String text) {
        return new TextPattern.Part.Literal(text);
    }

    private static TextPattern.Part any() {
        return new TextPattern.Part.AnyText();
    }

    private static TextPattern.Part one() {
        return new TextPattern.Part.AnyCharacter();
    }
}
