package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogCondition.And;
import io.logaggregator.core.logs.LogCondition.Matches;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.core.observation.LogField.Attribute;
import io.logaggregator.core.observation.LogField.Standard;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.store.postgres.logs.LogConditionSql;
import io.logaggregator.store.postgres.logs.LogEventRow;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Groups of events by the values of fields: first the values of each event, then a row per group with a spelling of each value.
 * Values are equal as in a search.
 */
public record EventGroups(List<LogField> fields, Matchers matchers) {

    /** The values of an event, each after a comma. */
    public Sql values() {
        return Sql.of(
                each(", ? as group_%d"), fields.stream().map(EventGroups::value).toArray());
    }

    /** A spelling of the values of a group, each before a comma. */
    public Sql spellings() {
        return Sql.of(each("min(group_%d collate \"C\"), "));
    }

    /** The values to group by, each before a comma. */
    public Sql keys() {
        return Sql.of(each("lower(group_%d), "));
    }

    private String each(String format) {
        return IntStream.range(0, fields.size()).mapToObj(format::formatted).collect(Collectors.joining());
    }

    /** The events of the matchers, without those of the canary. */
    public Sql matched() {
        return Sql.of(
                "application <> ? and ?",
                LogEvent.CANARY,
                LogConditionSql.of(new And(List.of(
                        matches(Standard.HOST, matchers.host()), matches(Text.ENVIRONMENT, matchers.environment())))));
    }

    public Sql condition(LogCondition condition) {
        return LogConditionSql.of(condition);
    }

    private static Sql value(LogField field) {
        return switch (field) {
            case Standard.LEVEL -> Sql.of("level::text");
            case Standard _, Text _ -> LogConditionSql.column(field);
            case Attribute attribute -> {
                Sql value = LogConditionSql.value(attribute);
                yield Sql.of("""
                        coalesce(case jsonb_typeof(?) when 'array' then ? ->> 0 else ? #>> '{}' end, '')""", value, value, value);
            }
        };
    }

    public static LogCondition matches(LogField field, Glob glob) {
        return glob.isAny() ? LogCondition.ALL : new Matches(field, TextPattern.of(glob));
    }

    /** The labels of the groups in the first columns. */
    public static Labels labels(ResultSet row, List<LogField> groupBy) throws SQLException {
        TreeMap<String, String> values = new TreeMap<>();
        for (int index = 0; index < groupBy.size(); index++) {
            LogField field = groupBy.get(index);
            String value = row.getString(1 + index);
            values.put(
                    field.label(),
                    field == Standard.LEVEL
                            ? LogEventRow.level(Integer.parseInt(value)).name()
                            : value);
        }
        return new Labels(values);
    }
}
