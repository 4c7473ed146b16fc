package io.logaggregator.server.logs.query;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.AtLeast;
import io.logaggregator.core.logs.LogCondition.Between;
import io.logaggregator.core.logs.LogCondition.Exists;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.LogCondition.Not;
import io.logaggregator.core.logs.LogCondition.Or;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import java.util.stream.Stream;
import org.apache.lucene.queryparser.flexible.core.QueryNodeParseException;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;

/**
 * Parses the query language.
 *
 * <pre>
 * timeout  "timed out"              the message contains the word or phrase
 * level:ERROR  host:web-*           the field equals the value; * matches any characters, ? any one
 * metadata.status:[500 TO 599]      a range; { } exclude a bound, * is an open end
 * level&gt;=WARN  attributes.ms&lt;10      comparisons; numbers by value, levels by severity
 * tag:*                             the field exists
 * host:(a OR b)  a AND b  a b  -a   default operator AND; NOT ! - ; OR || ; AND &amp;&amp; +
 * \:                                escapes a character
 * </pre>
 *
 * <p>AND has precedence over OR, and OR over the default operator, as in Lucene's standard parser. Only the operators {@code
 * AND OR NOT TO} are case-sensitive.
 *
 * @see <a href="https://lucene.apache.org/core/10_0_0/queryparser/org/apache/lucene/queryparser/flexible/standard/StandardQueryParser.html">Lucene,
 *     StandardQueryParser</a>
 */
public final class LogQueryParser {

    /** Values of messages and attributes, which may be long: each is searched in time proportional to its length. */
    static final int MAX_TEXTS = 32;

    private LogQueryParser() {}

    /**
     * The condition of a query. Blank text matches all events.
     *
     * @throws QuerySyntaxException for invalid text; no other exception is thrown
     */
    public static LogCondition parse(String text) {
        if (text.isBlank()) {
            return LogCondition.ALL;
        }
        LogCondition condition = QueryTranslator.translate(tree(QueryScan.of(text)));
        long texts = fields(condition).filter(LogQueryParser::isLong).count();
        if (texts > MAX_TEXTS) {
            throw new QuerySyntaxException(
                    text.length(),
                    "the query has " + texts + " words for messages and attributes, " + MAX_TEXTS + " are allowed");
        }
        return condition;
    }

    /** The compared fields, each as often as it is compared. */
    private static Stream<LogField> fields(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> conditions.stream().flatMap(LogQueryParser::fields);
            case Or(var conditions) -> conditions.stream().flatMap(LogQueryParser::fields);
            case Not(var negated) -> fields(negated);
            case Matches(var field, var _) -> Stream.of(field);
            case AtLeast _ -> Stream.empty();
            case Between(var field, var _, var _) -> Stream.of(field);
            case Exists(var field) -> Stream.of(field);
        };
    }

    private static boolean isLong(LogField field) {
        return field == Standard.MESSAGE || field instanceof Attribute;
    }

    private static QueryNode tree(String text) {
        try {
            return new StandardSyntaxParser().parse(text, QueryFields.ANY);
        } catch (ParseException e) {
            throw QuerySyntaxException.at(e.currentToken.next, text.length());
        } catch (QueryNodeParseException e) {
            // Lucene reports an Error of its lexer in this way; the scan has already read the whole text.
            throw new IllegalStateException("query: accepted by the scan (expected: a query that Lucene can parse)", e);
        }
    }
}
