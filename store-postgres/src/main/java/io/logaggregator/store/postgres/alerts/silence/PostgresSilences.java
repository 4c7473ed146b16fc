package io.logaggregator.store.postgres.alerts.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.store.postgres.access.AuditedTable;
import io.logaggregator.store.postgres.access.AuditedTable.Updated;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Silences in {@code silence}. Thread-safe. */
public final class PostgresSilences implements Silences {

    static final String COLUMNS = "id, matchers, starts_at, ends_at, created_by, comment, updated_at";

    private final AuditedTable<Silence> table;

    public PostgresSilences(DataSource pool) {
        table = new AuditedTable<>(
                pool,
                "silence",
                Kind.SILENCE,
                COLUMNS,
                "to_jsonb(silence)",
                "ends_at desc, id",
                new AuditedTable.Limit(Sql.of("ends_at > now()"), MAX_COUNT),
                PostgresSilences::read);
    }

    @Override
    public List<Silence> list() {
        return table.list();
    }

    @Override
    public Optional<Silence> find(UUID id) {
        return table.find(id);
    }

    @Override
    public Silence create(Silence silence, Actor actor, Instant now) {
        Map<String, @Nullable Object> values = values(silence, now);
        values.put("id", silence.id());
        return table.insert(silence.id(), silence.id().toString(), _ -> values, actor, now);
    }

    @Override
    public Optional<Silence> update(Silence silence, Actor actor, Instant now) {
        return table.update(
                        silence.id(),
                        silence.id().toString(),
                        Action.CHANGED,
                        (_, _, _) -> Optional.of(values(silence, now)),
                        actor,
                        now)
                .map(Updated::value);
    }

    private static Map<String, @Nullable Object> values(Silence silence, Instant now) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(
                "matchers",
                silence.matchers().stream().map(LabelMatcher::toString).toArray(String[]::new));
        values.put("starts_at", Timestamps.of(silence.startsAt()));
        values.put("ends_at", Timestamps.of(silence.endsAt()));
        values.put("created_by", silence.createdBy());
        values.put("comment", silence.comment());
        values.put("updated_at", Timestamps.of(now));
        return values;
    }

    static Silence read(ResultSet row) throws SQLException {
        return new Silence(
                row.getObject("id", UUID.class),
                Sql.readTexts(row, "matchers").stream()
                        .map(MatcherGrammar::stored)
                        .toList(),
                Timestamps.read(row, "starts_at"),
                Timestamps.read(row, "ends_at"),
                row.getString("created_by"),
                row.getString("comment"),
                Timestamps.read(row, "updated_at"));
    }
}
