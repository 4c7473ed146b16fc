package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.TextPattern;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.queryparser.charstream.FastCharStream;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.queryparser.flexible.standard.parser.EscapeQuerySyntaxImpl;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserConstants;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParserTokenManager;
import org.apache.lucene.queryparser.flexible.standard.parser.Token;
import org.apache.lucene.queryparser.flexible.standard.parser.TokenMgrError;

/**
 * Checks the tokens of a query before it is parsed. It knows the position of each token, which errors report, and bounds the
 * nesting depth, since the parser is recursive.
 */
final class QueryScan implements StandardSyntaxParserConstants {

    static final int MAX_LENGTH = 4096;
    static final int MAX_DEPTH = 32;
    static final int MAX_VALUES = 256;

    /** After an even number of backslashes. Lucene drops the backslash, so that a Windows path would match nothing. */
    private static final Pattern ESCAPED_LETTER = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*+\\\\([\\p{L}\\p{N}&&[^u]])");

    private static final Pattern ESCAPED_OPERATOR = Pattern.compile("\\\\(AND|OR|NOT|TO)");

    private final StringBuilder text;
    private final StandardSyntaxParserTokenManager tokens;
    private final Deque<Token> open = new ArrayDeque<>();
    private int values;

    private QueryScan(String text) {
        this.text = new StringBuilder(text);
        this.tokens = new StandardSyntaxParserTokenManager(new FastCharStream(new StringReader(text)));
    }

    /** The text for the parser, with unchanged positions. */
    static String of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new QuerySyntaxException(
                    MAX_LENGTH, "the query has " + text.length() + " characters, " + MAX_LENGTH + " are allowed");
        }
        return new QueryScan(text).scan();
    }

    private String scan() {
        Token token = next(0);
        while (token.kind != EOF) {
            Token following = next(token.endColumn);
            check(token, following);
            token = following;
        }
        if (!open.isEmpty()) {
            throw new QuerySyntaxException(open.peek().beginColumn, "this " + open.peek().image + " is never closed");
        }
        return text.toString();
    }

    private Token next(int from) {
        try {
            Token token = tokens.getNextToken();
            if (token.kind == FN_PREFIX) { // what follows is read by other rules
                refuse(token, QueryFields.unknown("fn"));
            }
            return token;
        } catch (TokenMgrError e) {
            throw QuerySyntaxException.unreadable(text, from);
        }
    }

    private void check(Token token, Token following) {
        switch (token.kind) {
            case TERM -> checkWord(token, following);
            case NUMBER, QUOTED, RANGE_GOOP, RANGE_QUOTED -> checkValue(token);
            case LPAREN -> {
                open(token);
                checkNoComparison(following);
            }
            case RANGEIN_START, RANGEEX_START -> open(token);
            case NOT -> checkNoInequality(token, following);
            case RPAREN, RANGEIN_END, RANGEEX_END -> close(token);
            case OP_COLON -> allowComparison(token, following);
            case REGEXPTERM -> refuse(token, "regular expressions are not supported; text that holds / needs quotes");
            case TILDE ->
                refuse(token, "fuzzy words and proximity (~) are not supported; text that holds ~ needs quotes");
            case CARAT -> refuse(token, "weights (^) are not supported; text that holds ^ needs quotes");
            default -> {
                if (token.image.equals("@")) {
                    refuse(token, "text that holds @ needs quotes");
                }
            }
        }
    }

    private void checkWord(Token token, Token following) {
        switch (following.kind) {
            case OP_COLON, OP_EQUAL, OP_LESSTHAN, OP_LESSTHANEQ, OP_MORETHAN, OP_MORETHANEQ -> checkField(token);
            default -> checkValue(token);
        }
    }

    private static void checkField(Token token) {
        UnescapedCharSequence image = unescaped(token, token.image);
        String name = image.toString();
        if (!name.equals(QueryFields.ANY) && !Wildcards.read(image).isLiteral()) {
            refuse(token, "wildcards in field names are not supported; a name that holds * or ? needs a \\ before it");
        }
        if (QueryFields.named(name).isEmpty()) {
            refuse(token, QueryFields.unknown(name));
        }
    }

    private void checkValue(Token token) {
        boolean quoted = token.kind == QUOTED || token.kind == RANGE_QUOTED;
        String image = quoted ? token.image.substring(1, token.image.length() - 1) : token.image;
        checkEscapes(token, image, quoted ? 1 : 0);
        String value = unescaped(token, image).toString();
        if (value.indexOf('\0') >= 0 || value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            refuse(token, "U+0000 and halves of surrogate pairs are in no log");
        }
        if (value.length() > TextPattern.MAX_LENGTH) {
            refuse(
                    token,
                    "this word has " + value.length() + " characters, " + TextPattern.MAX_LENGTH + " are allowed");
        }
        if (++values > MAX_VALUES) {
            refuse(token, "the query has too many words, " + MAX_VALUES + " are allowed");
        }
    }

    private static void checkEscapes(Token token, String image, int offset) {
        Matcher escape = ESCAPED_LETTER.matcher(image);
        if (escape.find() && !ESCAPED_OPERATOR.matcher(image).matches()) {
            throw new QuerySyntaxException(
                    token.beginColumn + offset + escape.end() - 2,
                    "\\" + escape.group(1) + " is no escape; a backslash is written \\\\, as in \"C:\\\\temp\"");
        }
    }

    private static UnescapedCharSequence unescaped(Token token, String image) {
        try {
            return EscapeQuerySyntaxImpl.discardEscapeChar(image);
        } catch (ParseException e) {
            throw new QuerySyntaxException(
                    token.beginColumn, "a \\ must precede the character to escape, or u and 4 hex digits");
        }
    }

    private void open(Token token) {
        open.push(token);
        if (open.size() > MAX_DEPTH) {
            refuse(token, "brackets are nested too deep, " + MAX_DEPTH + " are allowed");
        }
    }

    private void close(Token token) {
        if (open.isEmpty()) {
            refuse(token, "this " + token.image + " closes nothing");
        }
        open.pop();
    }

    /** Accepts the common form {@code level:>=WARN}, which Lucene's syntax writes without the colon. */
    private void allowComparison(Token colon, Token following) {
        switch (following.kind) {
            case OP_LESSTHAN, OP_LESSTHANEQ, OP_MORETHAN, OP_MORETHANEQ -> text.setCharAt(colon.beginColumn, ' ');
            default -> {}
        }
    }

    private static void checkNoComparison(Token token) {
        switch (token.kind) {
            case OP_LESSTHAN, OP_LESSTHANEQ, OP_MORETHAN, OP_MORETHANEQ ->
                refuse(token, "a comparison needs a field before it; a range is written field:[400 TO 600}");
            default -> {}
        }
    }

    private static void checkNoInequality(Token token, Token following) {
        if (following.kind == OP_EQUAL && following.beginColumn == token.endColumn) {
            refuse(token, "!= is not supported; write NOT field:value");
        }
    }

    private static void refuse(Token token, String reason) {
        throw new QuerySyntaxException(token.beginColumn, reason);
    }
}
