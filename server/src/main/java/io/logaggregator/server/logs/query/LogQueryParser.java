package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.LogCondition;
import org.apache.lucene.queryparser.flexible.core.QueryNodeParseException;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;

/**
 * Reads query text.
 *
 * <pre>
 * timeout  "timed out"              the message holds it
 * level:ERROR  host:web-*           a field is, as a whole; * any characters, ? any one
 * metadata.status:[500 TO 599]      between; { } exclude the bound, * is an open end
 * level&gt;=WARN  attributes.ms&lt;10      compared; numbers as numbers, levels by seriousness
 * tag:*                             is there
 * host:(a OR b)  a AND b  a b  -a   AND is meant where nothing is said; NOT ! - ; OR || ; AND &amp;&amp; +
 * \:                                the character itself
 * </pre>
 *
 * <p>AND binds closer than OR, and OR closer than mere neighbourhood, as in Lucene's own standard parser. Letters' case
 * matters only in {@code AND OR NOT TO}.
 *
 * @see <a href="https://lucene.apache.org/core/10_0_0/queryparser/org/apache/lucene/queryparser/flexible/standard/StandardQueryParser.html">Lucene,
 *     StandardQueryParser</a>
 */
public final class LogQueryParser {

    private LogQueryParser() {}

    /**
     * The condition a text asks for; blank text asks for everything.
     *
     * @throws QuerySyntaxException for any text that is not a query, and nothing else for any text at all
     */
    public static LogCondition parse(String text) {
        if (text.isBlank()) {
            return LogCondition.ALL;
        }
        return QueryTranslator.translate(tree(QueryScan.of(text)));
    }

    private static QueryNode tree(String text) {
        try {
            return new StandardSyntaxParser().parse(text, QueryFields.ANY);
        } catch (ParseException e) {
            throw SyntaxAdvice.about(e.currentToken.next, text.length());
        } catch (QueryNodeParseException e) {
            // Lucene's way to pass on an Error of its lexer; the scan has already been through the whole text.
            throw new IllegalStateException("the scan let through what Lucene cannot read", e);
        }
    }
}
