package io.logaggregator.store.postgres.alerts.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.store.postgres.access.AuditedTable;
import io.logaggregator.store.postgres.access.AuditedTable.Updated;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Mute intervals in {@code mute_interval}, or inhibitions in {@code inhibition}. Lists are arrays of text. Thread-safe. */
public final class PostgresNamedDefinitions<T> implements NamedDefinitions<T> {

    static final String INTERVAL_COLUMNS = "id, updated_at, name, times";
    static final String INHIBITION_COLUMNS = "id, updated_at, name, source, target, equal_labels";

    private final AuditedTable<T> table;
    private final Function<T, Columns> columns;

    /** Identity and columns of a definition. */
    private record Columns(UUID id, String name, Map<String, String[]> lists) {

        Map<String, @Nullable Object> values(Instant now) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(lists);
            values.put("name", name);
            values.put("updated_at", Timestamps.of(now));
            return values;
        }
    }

    private PostgresNamedDefinitions(AuditedTable<T> table, Function<T, Columns> columns) {
        this.table = table;
        this.columns = columns;
    }

    public static PostgresNamedDefinitions<MuteInterval> intervals(DataSource pool) {
        return new PostgresNamedDefinitions<>(
                table(
                        pool,
                        "mute_interval",
                        Kind.MUTE_INTERVAL,
                        INTERVAL_COLUMNS,
                        PostgresNamedDefinitions::readInterval),
                interval -> new Columns(interval.id(), interval.name(), Map.of("times", texts(interval.times()))));
    }

    public static PostgresNamedDefinitions<Inhibition> inhibitions(DataSource pool) {
        return new PostgresNamedDefinitions<>(
                table(
                        pool,
                        "inhibition",
                        Kind.INHIBITION,
                        INHIBITION_COLUMNS,
                        PostgresNamedDefinitions::readInhibition),
                inhibition -> new Columns(
                        inhibition.id(),
                        inhibition.name(),
                        Map.of(
                                "source", texts(inhibition.source()),
                                "target", texts(inhibition.target()),
                                "equal_labels", texts(inhibition.equal()))));
    }

    private static <T> AuditedTable<T> table(
            DataSource pool, String name, Kind kind, String columns, Sql.Row<T> reader) {
        return new AuditedTable<>(
                pool,
                name,
                kind,
                columns,
                "to_jsonb(" + name + ")",
                "name",
                new AuditedTable.Limit(Sql.of("true"), MAX_COUNT),
                reader);
    }

    private static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    @Override
    public List<T> list() {
        return table.list();
    }

    @Override
    public Optional<T> find(UUID id) {
        return table.find(id);
    }

    @Override
    public T create(T definition, Actor actor, Instant now) {
        Columns row = columns.apply(definition);
        Map<String, @Nullable Object> values = row.values(now);
        values.put("id", row.id());
        return table.insert(row.id(), row.name(), _ -> values, actor, now);
    }

    @Override
    public Optional<T> update(T definition, Actor actor, Instant now) {
        Columns row = columns.apply(definition);
        return table.update(row.id(), row.name(), Action.CHANGED, (_, _, _) -> Optional.of(row.values(now)), actor, now)
                .map(Updated::value);
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return table.delete(id, _ -> {}, actor, now);
    }

    static MuteInterval readInterval(ResultSet row) throws SQLException {
        return new MuteInterval(
                row.getObject("id", UUID.class),
                Timestamps.read(row, "updated_at"),
                row.getString("name"),
                Sql.readTexts(row, "times").stream().map(RecurringTime::stored).toList());
    }

    static Inhibition readInhibition(ResultSet row) throws SQLException {
        return new Inhibition(
                row.getObject("id", UUID.class),
                Timestamps.read(row, "updated_at"),
                row.getString("name"),
                matchers(row, "source"),
                matchers(row, "target"),
                Sql.readTexts(row, "equal_labels"));
    }

    private static List<LabelMatcher> matchers(ResultSet row, String column) throws SQLException {
        return Sql.readTexts(row, column).stream().map(MatcherGrammar::stored).toList();
    }
}
