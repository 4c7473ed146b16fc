package io.logaggregator.store.postgres.logs;

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
import io.logaggregator.core.logs.TextPattern.Part;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions on log events as SQL that is true or false, never null, so that {@code not} is its exact
 * complement. The SQL fails on no value, with any attributes and in any order of evaluation.
 *
 * <p>Text is matched by {@code lower(..) like lower(..)}: on 200,000 log events, {@code ilike} took more than twice as
 * long. But {@code like} takes time proportional to the product of both lengths, and PostgreSQL does not cancel it within
 * a row. So attributes, and messages if the patterns are long or many, are matched by regular expressions: in proportion
 * to the length of the text, and cancelled at the statement timeout. Tags, and an attribute that is an array, match where
 * any element does.
 */
public final class LogConditionSql {

    /** A number of RFC 8259, section 6, or with a leading plus sign; {@code double()} accepts hexadecimal and spaces too. */
    private static final String NUMBER = "^[+-]?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$";

    /** Characters of all patterns of messages. More take over half a second per message of a MiB. */
    private static final int MAX_LIKE_COST = 128;

    /** The cost of a pattern besides its characters, above all of folding the case of the message. */
    private static final int COST_PER_PATTERN = 16;

    /** The tag of each level. */
    private static final String LEVEL_TAGS = Arrays.stream(Level.values())
            .map(level -> "(%d, array['level:%s'])".formatted(level.severityNumber(), level))
            .collect(Collectors.joining(", "));

    private enum Rows {
        /** Of {@code log_record}, and of other tables with columns of these names. */
        RECORDS,
        /** Of {@code log_event}, where values are in the row or in the row of its stream. */
        STORED,
        /** Of {@code log_event}, with values in the row. */
        INLINE
    }

    private final boolean regular;
    private final Rows rows;

    private LogConditionSql(boolean regular, Rows rows) {
        this.regular = regular;
        this.rows = rows;
    }

    /** A condition on rows with the columns of {@code log_record}. */
    public static Sql of(LogCondition condition) {
        return of(condition, Rows.RECORDS);
    }

    /** A condition on rows of {@code log_event}. Finds the streams that satisfy it first, and compares their ids. */
    public static Sql ofStored(LogCondition condition) {
        return of(condition, Rows.STORED);
    }

    private static Sql of(LogCondition condition, Rows rows) {
        return new LogConditionSql(likeCost(condition) > MAX_LIKE_COST, rows).sql(condition);
    }

    /** Selects the rows of {@code log_event} of exactly this host. */
    static Sql ofHost(String host) {
        return stored(Sql.of("inline_host = ?", host), Sql.of("host = ?", host));
    }

    /** Two conditions, so that PostgreSQL compares the id before it reads longer columns. */
    private static Sql stored(Sql inline, Sql ofStream) {
        return Sql.of("""
                (stream_id is null or stream_id in (select id from log_stream where ?)) and (stream_id is not null or ?)""", ofStream, inline);
    }

    private static int likeCost(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) ->
                conditions.stream().mapToInt(LogConditionSql::likeCost).sum();
            case Or(var conditions) ->
                conditions.stream().mapToInt(LogConditionSql::likeCost).sum();
            case Not(var negated) -> likeCost(negated);
            case Matches(var field, var pattern)
            when field == Standard.MESSAGE ->
                COST_PER_PATTERN + LikePattern.of(pattern).length();
            case Matches _, AtLeast _, Between _, Exists _ -> 0;
        };
    }

    private Sql sql(LogCondition condition) {
        if (rows == Rows.STORED && isOfStream(condition)) {
            return stored(
                    onRows(Rows.INLINE).sql(condition), onRows(Rows.RECORDS).sql(condition));
        }
        return switch (condition) {
            case And(var conditions) -> conditions.isEmpty() ? Sql.of("true") : joined("and", conditions, And::new);
            case Or(var conditions) -> conditions.isEmpty() ? Sql.of("false") : joined("or", conditions, Or::new);
            case Not(var negated) -> Sql.of("not (?)", sql(negated));
            case Matches(var field, var pattern) -> onTags(field, part -> part.matches(field, pattern));
            case AtLeast(var level) -> Sql.of("level >= ?", level.severityNumber());
            case Between(var field, var lower, var upper) -> onTags(field, part -> part.between(field, lower, upper));
            case Exists(var field) -> onTags(field, part -> part.exists(field));
        };
    }

    private LogConditionSql onRows(Rows others) {
        return new LogConditionSql(regular, others);
    }

    /** Whether the stream alone decides, so that one search of streams suffices. Tags include that of the level. */
    private static boolean isOfStream(LogCondition condition) {
        return switch (condition) {
            case And(var conditions) -> areOfStream(conditions);
            case Or(var conditions) -> areOfStream(conditions);
            case Not(var negated) -> isOfStream(negated);
            case Matches(var field, var _) -> isOfStream(field);
            case Between(var field, var _, var _) -> isOfStream(field);
            case Exists(var field) -> isOfStream(field);
            case AtLeast _ -> false;
        };
    }

    private static boolean areOfStream(List<LogCondition> conditions) {
        return !conditions.isEmpty() && conditions.stream().allMatch(LogConditionSql::isOfStream);
    }

    private static boolean isOfStream(LogField field) {
        return field != Standard.TAG && LogEventRow.isOfStream(field);
    }

    /** A condition on one field; on tags, also on the tag of the level of events with a stream. */
    private Sql onTags(LogField field, Function<LogConditionSql, Sql> condition) {
        if (rows != Rows.STORED || field != Standard.TAG) {
            return condition.apply(this);
        }
        Sql ofStream = condition.apply(onRows(Rows.RECORDS));
        return Sql.of(
                "(?) or stream_id in (select id from log_stream where level_tag > 0) and level in ("
                        + "select level from (values " + LEVEL_TAGS + ") as known (level, tags) where ?)",
                stored(condition.apply(onRows(Rows.INLINE)), ofStream),
                ofStream);
    }

    /** Joins the conditions, those of streams as one. */
    private Sql joined(String operator, List<LogCondition> conditions, Function<List<LogCondition>, LogCondition> all) {
        List<LogCondition> ofStream =
                conditions.stream().filter(LogConditionSql::isOfStream).toList();
        List<LogCondition> others = conditions;
        List<Sql> joined = new ArrayList<>();
        if (rows == Rows.STORED && !ofStream.isEmpty()) {
            joined.add(sql(all.apply(ofStream)));
            others = conditions.stream()
                    .filter(condition -> !isOfStream(condition))
                    .toList();
        }
        others.forEach(condition -> joined.add(sql(condition)));
        return Sql.joined(operator, joined);
    }

    private Sql matches(LogField field, TextPattern pattern) {
        if (field == Standard.LEVEL) {
            return Sql.of("level = any (?)", (Object) LogMatcher.levels(pattern).stream()
                    .mapToInt(Level::severityNumber)
                    .toArray());
        }
        if (field == Standard.MESSAGE) {
            return regular
                    ? Sql.of("lower(message) ~ lower(?)", regularExpression(pattern))
                    : message('%' + LikePattern.of(pattern) + '%');
        }
        if (pattern.isLiteral()) {
            return anyText(field, text -> Sql.of("lower(?) = lower(?)", text, pattern.literal()));
        }
        return field instanceof Attribute
                ? anyText(field, text -> Sql.of("lower(?) ~ lower(?)", text, '^' + regularExpression(pattern) + '$'))
                : anyText(field, text -> Sql.of("lower(?) like lower(?)", text, LikePattern.of(pattern)));
    }

    /** A cheap prefilter comes first, since folding the case of messages is most of the work; the index is on the second term. */
    private static Sql message(String pattern) {
        return Sql.of("? and lower(message) like lower(?)", prefilter(pattern), pattern);
    }

    /** True wherever the pattern may match, by its ASCII; without i and k, to which U+0130 and U+212A fold. */
    private static Sql prefilter(String pattern) {
        String ascii = pattern.toLowerCase(Locale.ROOT).replaceAll("[ik]|\\P{ASCII}+", "%");
        boolean hasCase = ascii.chars().anyMatch(Character::isLetter);
        return hasCase ? Sql.of("lower(message collate \"C\") like ?", ascii) : Sql.of("message like ?", ascii);
    }

    /**
     * A regular expression that matches anywhere in a text.
     *
     * @see <a href="https://www.postgresql.org/docs/current/functions-matching.html#FUNCTIONS-POSIX-REGEXP">PostgreSQL,
     *     POSIX regular expressions</a>
     */
    private static String regularExpression(TextPattern pattern) {
        return pattern.parts().stream()
                .map(part -> switch (part) {
                    case Part.Literal(var text) -> escaped(text);
                    case Part.AnyText() -> ".*";
                    case Part.AnyCharacter() -> ".";
                })
                .collect(Collectors.joining());
    }

    /** Escapes all ASCII except letters, digits and white space, of which some have a meaning. */
    private static String escaped(String text) {
        return text.replaceAll("[!-/:-@\\[-`{-~]", "\\\\$0");
    }

    private Sql exists(LogField field) {
        return switch (field) {
            case Standard.LEVEL -> Sql.of("true");
            case Standard.TAG -> Sql.of("cardinality(?) > 0", ownColumn(field));
            case Standard _, Text _ -> Sql.of("? <> ''", ownColumn(field));
            case Attribute attribute -> Sql.of("""
                    (select coalesce(? not in ('null', '""', '[]', '{}'), false))""", value(attribute));
        };
    }

    private Sql between(LogField field, Optional<Bound> lower, Optional<Bound> upper) {
        if (lower.isEmpty() && upper.isEmpty()) {
            return exists(field);
        }
        if (field == Standard.LEVEL) {
            return bounded(Sql.of("level"), "?", lower.map(LogConditionSql::level), upper.map(LogConditionSql::level));
        }
        if (isNumeric(lower) && isNumeric(upper)) {
            return numbers(json(field), lower, upper);
        }
        return anyText(
                field,
                text -> bounded(
                        Sql.of("lower(?) collate \"C\"", text),
                        "lower(?)",
                        lower.map(LogConditionSql::text),
                        upper.map(LogConditionSql::text)));
    }

    private static boolean isNumeric(Optional<Bound> bound) {
        return bound.isEmpty() || bound.get().number().isPresent();
    }

    /**
     * Whether a JSON value, or an element of it, is within a range: numbers exactly, the text of a {@link #NUMBER} as a
     * double. In the SQL/JSON path language, unlike in a cast, a value that is not a number is no error.
     *
     * @see <a href="https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-SQLJSON-PATH">PostgreSQL, the
     *     SQL/JSON path language</a>
     */
    private static Sql numbers(Sql json, Optional<Bound> lower, Optional<Bound> upper) {
        // a filter unwraps an array by itself, one level deep
        String path = "$ ? (@.type() == \"number\" && " + comparison("@", lower, upper)
                + " || @.type() == \"string\" && @ like_regex \"" + NUMBER + "\" && "
                + comparison("@.double()", lower, upper) + ")";
        String variables = Stream.of(
                        lower.flatMap(Bound::number).map(number -> "\"lower\":" + number),
                        upper.flatMap(Bound::number).map(number -> "\"upper\":" + number))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(",", "{", "}"));
        return Sql.of("(select coalesce(jsonb_path_exists(?, '" + path + "', ?::jsonb), false))", json, variables);
    }

    private static String comparison(String operand, Optional<Bound> lower, Optional<Bound> upper) {
        return Stream.of(
                        lower.map(bound -> operand + (bound.inclusive() ? " >= $lower" : " > $lower")),
                        upper.map(bound -> operand + (bound.inclusive() ? " <= $upper" : " < $upper")))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" && "));
    }

    private record End(Object value, boolean inclusive) {}

    private static End level(Bound bound) {
        return new End(bound.level().severityNumber(), bound.inclusive());
    }

    private static End text(Bound bound) {
        return new End(bound.value(), bound.inclusive());
    }

    private static Sql bounded(Sql value, String place, Optional<End> lower, Optional<End> upper) {
        List<Sql> ends = new ArrayList<>();
        lower.ifPresent(end -> ends.add(Sql.of("? " + (end.inclusive ? ">= " : "> ") + place, value, end.value)));
        upper.ifPresent(end -> ends.add(Sql.of("? " + (end.inclusive ? "<= " : "< ") + place, value, end.value)));
        return Sql.joined("and", ends);
    }

    /**
     * Whether a test holds for the text of a field, or for any of its elements. Large attributes are read once. The
     * subquery also allows PostgreSQL to cancel the statement between two conditions of a row.
     */
    private Sql anyText(LogField field, UnaryOperator<Sql> test) {
        return switch (field) {
            case Standard.TAG ->
                Sql.of("exists (select from unnest(?) as tag where ?)", ownColumn(field), test.apply(Sql.of("tag")));
            case Standard _, Text _ -> test.apply(ownColumn(field));
            case Attribute attribute ->
                Sql.of("""
                        (select case jsonb_typeof(value)
                            when 'array' then exists (select from jsonb_array_elements_text(value) as element where ?)
                            else coalesce(?, false)
                        end
                        from (select ? as value offset 0) as attribute)""", test.apply(Sql.of("element")), test.apply(Sql.of("value #>> '{}'")), value(attribute));
        };
    }

    /** Selects the texts of a field of a row of {@code log_record}, one a row: none, one, or the different elements of a list. */
    static Sql texts(LogField field) {
        return switch (field) {
            case Standard.TAG -> Sql.of("select distinct tag from unnest(tags) as tag");
            case Standard _, Text _ -> Sql.of("select ?", column(field));
            case Attribute attribute -> Sql.of("""
                        select distinct element
                        from (select ? as value offset 0) as attribute,
                             lateral (select value #>> '{}' where jsonb_typeof(value) not in ('array', 'object')
                                      union all
                                      select jsonb_array_elements_text(
                                          case when jsonb_typeof(value) = 'array' then value else '[]' end)) as texts(element)""", value(attribute));
        };
    }

    private Sql json(LogField field) {
        Sql column = ownColumn(field);
        return field instanceof Attribute ? column : Sql.of("to_jsonb(?)", column);
    }

    private Sql ownColumn(LogField field) {
        Sql column = column(field);
        return rows == Rows.INLINE && LogEventRow.isOfStream(field)
                ? Sql.of(LogEventRow.INLINE + column.text())
                : column;
    }

    /** The column of a field in {@code log_record}; for an attribute, {@link #value}. */
    public static Sql column(LogField field) {
        return switch (field) {
            case Standard.TAG -> Sql.of("tags");
            case Standard standard -> Sql.of(standard.label());
            case Text text -> Sql.of(text.column());
            case Attribute attribute -> value(attribute);
        };
    }

    /** The {@code jsonb} at the path of an attribute, null where there is none. */
    public static Sql value(Attribute attribute) {
        Object[] names = attribute.memberNames().stream()
                .map(path -> path.toArray(String[]::new))
                .toArray();
        String each = "attributes #> ?::text[]";
        return Sql.of("coalesce(" + String.join(", ", Collections.nCopies(names.length, each)) + ")", names);
    }
}
