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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Groups of events by the values of fields, in the first columns of a statement. */
public record EventGroups(List<LogField> fields, Matchers matchers) {

    /** The columns of the groups; a constant without fields. */
    public Sql columns() {
        List<Object> values = new ArrayList<>();
        fields.forEach(field -> values.add(value(field)));
        return fields.isEmpty()
                ? Sql.of("''")
                : Sql.of(", ?".repeat(fields.size()).substring(2), values.toArray());
    }

    /** The numbers of the columns of the groups, and another column. */
    public Sql numbersAnd(String column) {
        return Sql.of(IntStream.rangeClosed(1, Math.max(1, fields.size()))
                        .mapToObj(number -> number + ", ")
                        .collect(Collectors.joining())
                + column);
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

    public static Sql value(LogField field) {
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
        return labels(row, groupBy, 1);
    }

    /** @param first index of the first column of values */
    public static Labels labels(ResultSet row, List<LogField> groupBy, int first) throws SQLException {
        TreeMap<String, String> values = new TreeMap<>();
        for (int index = 0; index < groupBy.size(); index++) {
            LogField field = groupBy.get(index);
            String value = row.getString(first + index);
            values.put(
                    field.label(),
                    field == Standard.LEVEL
                            ? LogEventRow.level(Integer.parseInt(value)).name()
                            : value);
        }
        return new Labels(values);
    }
}
