package io.logaggregator.server.logs.query;

import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.*;

import org.apache.lucene.queryparser.flexible.standard.parser.Token;

/** What to tell somebody whose query Lucene cannot read, in place of its list of expected tokens. */
final class SyntaxAdvice {

    private SyntaxAdvice() {}

    /** About the token at which the parser gave up. */
    static QuerySyntaxException about(Token token, int end) {
        if (token.kind == EOF) {
            return new QuerySyntaxException(end, "the query ends where a word, a \"phrase\" or a ( should follow");
        }
        return new QuerySyntaxException(
                token.beginColumn, "\"" + token.image + "\" cannot stand here; " + wayOut(token));
    }

    /** About text of which nothing from {@code from} on makes a token. */
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
                    default ->
                        "\"" + text.charAt(position) + "\" cannot stand here; put the text that holds it in quotes";
                });
    }

    private static String wayOut(Token token) {
        return switch (token.kind) {
            case AND, OR -> "it needs something on both sides; the word itself needs quotes";
            case RPAREN -> "something is missing before it";
            case RANGE_TO, RANGE_GOOP, RANGE_QUOTED, RANGEIN_END, RANGEEX_END ->
                "a range is written [from TO to] or {from TO to}, with * for an open end";
            default -> "text that holds it needs quotes, or a \\ before it";
        };
    }
}
