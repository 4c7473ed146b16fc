package io.logaggregator.server.logs.query;

import static org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants.*;

import org.apache.lucene.queryparser.flexible.standard.parser.Token;

/**
 * Invalid or unsupported query syntax. The message is shown to the user: it has advice in place of Lucene's lists of expected
 * tokens.
 */
public final class QuerySyntaxException extends RuntimeException {

    private final int position;

    QuerySyntaxException(int position, String reason) {
        super(reason);
        this.position = position;
    }

    /** The position of the error in UTF-16 characters; the length of the text if its end is missing. */
    public int position() {
        return position;
    }

    /** The error at a token that the parser rejects. */
    static QuerySyntaxException at(Token token, int end) {
        if (token.kind == EOF) {
            return new QuerySyntaxException(end, "the query ends where a word, a \"phrase\" or a ( should follow");
        }
        return new QuerySyntaxException(token.beginColumn, "unexpected \"" + token.image + "\"; " + advice(token));
    }

    /** The error in text without a valid token from {@code from} on. */
    static QuerySyntaxException unreadable(CharSequence text, int from) {
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
