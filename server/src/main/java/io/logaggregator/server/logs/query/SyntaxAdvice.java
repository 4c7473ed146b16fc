package io.logaggregator.server.logs.query;

import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.*;

import org.apache.lucene.queryparser.flexible.standard.parser.Token;

/** Error messages with advice, which replace Lucene's lists of expected tokens. */
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    /** The error at a token that the parser rejects. */
    static QuerySyntaxException about(Token token, int end) {
        if (token.kind == EOF) {
            return new QuerySyntaxException(end, "the query ends where a word, a \"phrase\" or a ( should follow");
        }
        return new QuerySyntaxException(token.beginColumn, "unexpected \"" + token.image + "\"; " + advice(token));
    }

    /** The error in text without a valid token from {@code from} on. */
    static QuerySyntaxException aboutUnreadable(CharSequence text, int from) {
        int position = from;
        while (position < text.length() - 1 && (text.charAt(position) <= ' ' || text.charAt(position) == '\u3000')) {
            position++;
        }
        return new QuerySyntaxException(
                position,
                switch (text.charAt(position)) {
                    case '"' -> "this \" is never closed";
                    case '/' -> "text that holds / needs quotes";
                    case '\\' -> "nothing follows this \\";
                    default -> "unexpected \"" + text.charAt(position) + "\"; text that contains it needs quotes";
                });
    }

    private static String advice(Token token) {
        return switch (token.kind) {
            case AND, OR -> "it needs something on both sides; the word itself needs quotes";
            case RPAREN -> "something is missing before it";
            case RANGE_TO, RANGE_GOOP, RANGE_QUOTED, RANGEIN_END, RANGEEX_END ->
                "a range is written [from TO to] or {from TO to}, with * for an open end";
            default -> "text that holds it needs quotes, or a \\ before it";
        };
    }
}
