package io.logaggregator.store.postgres;

import io.logaggregator.domain.FieldValues;
import io.logaggregator.domain.FieldValues.ValueCount;
import io.logaggregator.domain.LogField;
import io.logaggregator.domain.LogField.Attribute;
import io.logaggregator.domain.LogField.Standard;
import io.logaggregator.domain.LogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The most frequent values of each field among the newest events that match. */
record TopFieldValues(Sql sql) {

    private static final long NEWEST = 10_000;
    private static final int MOST_ATTRIBUTES = 50;
    private static final int MOST_NESTING = 5;

    private record Counted(LogField field, ValueCount value) {}

    static TopFieldValues among(LogQuery query, int values) {
        return new TopFieldValues(Sql.of(
                """
                with recursive newest as materialized (?),
                member (path, value, depth) as (
                    select key, value, 1 from newest, jsonb_each(newest.attributes)
                    union all
                    select member.path || '.' || inner_member.key, inner_member.value, member.depth + 1
                    from member,
                         jsonb_each(case jsonb_typeof(member.value) when 'object' then member.value end) as inner_member
                    where member.depth < ?
                ),
                seen (attribute, name, value) as (
                    select false, standard.name, standard.value
                    from newest,
                         lateral (values ('HOST', host), ('LEVEL', level::text), ('APPLICATION', application),
                                         ('COMPONENT', component), ('ENVIRONMENT', environment),
                                         ('CORRELATION_ID', correlation_id)) as standard (name, value)
                    union all
                    select false, 'TAG', tag from newest, unnest(tags) as tag
                    union all
                    select true, path, value #>> '{}' from member where jsonb_typeof(value) not in ('object', 'array')
                    union all
                    select true, path, element
                    from member,
                         jsonb_array_elements_text(case jsonb_typeof(value) when 'array' then value end) as element
                ),
                counted as (
                    select attribute, name, value, count(*) as events,
                           sum(count(*)) over (partition by attribute, name) as field_events,
                           row_number() over (partition by attribute, name order by count(*) desc, value) as place
                    from seen
                    where value <> ''
                    group by attribute, name, value
                ),
                ranked as (
                    select *, dense_rank() over (partition by attribute order by field_events desc, name) as field_place
                    from counted
                )
                select attribute, name, value, events from ranked
                where place <= ? and (not attribute or field_place <= ?)
                order by attribute, field_place, place""", PostgresLogSearch.newest(query, NEWEST, Optional.empty()), MOST_NESTING, values, MOST_ATTRIBUTES));
    }

    /** The standard fields first, in their order, then the attributes, the most frequent first. */
    List<FieldValues> list(DataSource pool) {
        Map<LogField, List<ValueCount>> fields = new LinkedHashMap<>();
        for (Standard field : Standard.values()) {
            fields.put(field, new ArrayList<>());
        }
        for (Counted counted : sql.list(pool, TopFieldValues::read)) {
            fields.computeIfAbsent(counted.field, field -> new ArrayList<>()).add(counted.value);
        }
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> new FieldValues(field.getKey(), field.getValue()))
                .toList();
    }

    private static Counted read(ResultSet row) throws SQLException {
        String name = row.getString("name");
        String value = row.getString("value");
        LogField field = row.getBoolean("attribute") ? new Attribute(name) : Standard.valueOf(name);
        return new Counted(
                field,
                new ValueCount(
                        field == Standard.LEVEL
                                ? LogEventRow.level(Integer.parseInt(value)).name()
                                : value,
                        row.getLong("events")));
    }
}
