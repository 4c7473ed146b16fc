package io.logaggregator.server.logs.query;

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
import io.logaggregator.core.observation.LogField.Standard;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.queryparser.flexible.core.nodes.BooleanQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.GroupQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.OrQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QuotedFieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;

/** Translates Lucene's syntax tree to a {@link LogCondition}. */
final class QueryTranslator {

    private QueryTranslator() {}

    static LogCondition translate(QueryNode node) {
        return switch (node) {
            case GroupQueryNode group -> translate(group.getChild());
            case ModifierQueryNode modifier -> modified(modifier);
            case OrQueryNode either -> either(either);
            case BooleanQueryNode all -> all(all);
            case TermRangeQueryNode range -> between(range);
            case QuotedFieldQueryNode phrase -> is(phrase);
            case FieldQueryNode word -> word(word);
            default -> throw new IllegalStateException(node.getClass() + " (expected: a node that the scan accepts)");
        };
    }

    private static LogCondition modified(ModifierQueryNode node) {
        LogCondition condition = translate(node.getChild());
        return node.getModifier() == ModifierQueryNode.Modifier.MOD_NOT ? new Not(condition) : condition;
    }

    private static LogCondition either(OrQueryNode node) {
        for (QueryNode child : node.getChildren()) {
            if (child instanceof ModifierQueryNode modifier
                    && modifier.getModifier() == ModifierQueryNode.Modifier.MOD_REQ) {
                throw new QuerySyntaxException(
                        position(child), "+ makes no sense beside OR; write AND, or put the rest in ( )");
            }
        }
        return new Or(translations(node));
    }

    private static LogCondition all(BooleanQueryNode node) {
        List<LogCondition> conditions = translations(node);
        return conditions.size() == 1 ? conditions.getFirst() : new And(conditions);
    }

    private static List<LogCondition> translations(QueryNode node) {
        return node.getChildren().stream().map(QueryTranslator::translate).toList();
    }

    private static LogCondition word(FieldQueryNode node) {
        TextPattern pattern = Wildcards.read(node.getText());
        if (pattern.parts().equals(List.of(new TextPattern.Part.AnyText()))) {
            boolean anyField = node.getFieldAsString().equals(QueryFields.ANY);
            return anyField ? LogCondition.ALL : new Exists(field(node));
        }
        return pattern.isLiteral() ? is(node) : new Matches(field(node), pattern);
    }

    private static LogCondition is(FieldQueryNode node) {
        LogField field = field(node);
        String text = node.getTextAsString();
        String meant = field == Standard.LEVEL ? level(text, node.getBegin()).name() : text;
        return new Matches(field, TextPattern.of(meant));
    }

    private static LogCondition between(TermRangeQueryNode node) {
        LogField field = field(node.getLowerBound());
        if (field == Standard.MESSAGE) {
            throw new QuerySyntaxException(
                    position(node),
                    "a range needs a field that has an order, for example attributes.status:[500 TO 599]");
        }
        Optional<Bound> lower = bound(field, node.getLowerBound(), node.isLowerInclusive());
        Optional<Bound> upper = bound(field, node.getUpperBound(), node.isUpperInclusive());
        if (lower.isEmpty() && upper.isEmpty()) {
            return new Exists(field);
        }
        if (field == Standard.LEVEL && upper.isEmpty() && lower.get().inclusive()) {
            return new AtLeast(Level.valueOf(lower.get().value()));
        }
        return new Between(field, lower, upper);
    }

    private static Optional<Bound> bound(LogField field, FieldQueryNode node, boolean inclusive) {
        String value = isEmptyPhrase(node.getText()) ? "" : node.getTextAsString();
        if (value.equals("*")) {
            return Optional.empty();
        }
        String meant = field == Standard.LEVEL ? level(value, node.getBegin()).name() : value;
        return Optional.of(new Bound(meant, inclusive));
    }

    /** Lucene removes the quotes of all bounds except those of an empty phrase. */
    private static boolean isEmptyPhrase(CharSequence text) {
        return text.toString().equals("\"\"")
                && !(text instanceof UnescapedCharSequence characters && characters.wasEscaped(0));
    }

    private static Level level(String word, int position) {
        return Level.named(word)
                .orElseThrow(() -> new QuerySyntaxException(
                        position,
                        "there is no level \"" + word
                                + "\"; the levels are TRACE, DEBUG, INFO, WARN, ERROR and FATAL"));
    }

    private static LogField field(FieldQueryNode node) {
        return QueryFields.named(node.getFieldAsString()).orElseThrow();
    }

    /** The position of the first word of a node; groups have none of their own. */
    private static int position(QueryNode node) {
        return switch (node) {
            case FieldQueryNode word -> word.getBegin();
            case TermRangeQueryNode range -> range.getLowerBound().getBegin();
            default -> position(node.getChildren().getFirst());
        };
    }
}
