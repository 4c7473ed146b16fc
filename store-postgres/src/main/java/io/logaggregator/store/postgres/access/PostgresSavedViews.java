package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.access.SavedView;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.store.postgres.access.AuditedTable.Limit;
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

/** Views in {@code saved_view}. Thread-safe. */
public final class PostgresSavedViews implements SavedViews {

    private final DataSource pool;

    public PostgresSavedViews(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<SavedView> list(String owner) {
        return Sql.of(
                        "select * from saved_view where shared or lower(owner) = lower(?) order by lower(name), id",
                        owner)
                .list(pool, PostgresSavedViews::read);
    }

    @Override
    public Optional<SavedView> find(UUID id) {
        return Sql.of("select * from saved_view where id = ?", id).first(pool, PostgresSavedViews::read);
    }

    @Override
    public SavedView create(SavedView view, Actor actor) {
        Map<String, @Nullable Object> values = values(view);
        values.put("id", view.id());
        values.put("owner", view.owner());
        return table(view.shared(), view.owner()).insert(view.id(), view.name(), _ -> values, actor, view.updatedAt());
    }

    @Override
    public Optional<SavedView> update(SavedView view, Actor actor) {
        AuditedTable<SavedView> table = table(view.shared(), view.owner());
        return table.update(
                        view.id(),
                        view.name(),
                        Action.CHANGED,
                        (connection, before, _) -> {
                            if (before.shared() != view.shared()) {
                                table.requireBelowLimit(connection);
                            }
                            return Optional.of(values(view));
                        },
                        actor,
                        view.updatedAt())
                .map(Updated::value);
    }

    @Override
    public boolean delete(UUID id, Actor actor, Instant now) {
        return table(true, "").delete(id, _ -> {}, actor, now);
    }

    /** The table with the limit of the shared views, or of the private ones of an owner. */
    private AuditedTable<SavedView> table(boolean shared, String owner) {
        return new AuditedTable<>(
                pool,
                "saved_view",
                Kind.VIEW,
                "*",
                "to_jsonb(saved_view)",
                "lower(name), id",
                shared
                        ? new Limit(Sql.of("shared"), MAX_SHARED)
                        : new Limit(Sql.of("not shared and lower(owner) = lower(?)", owner), MAX_PRIVATE),
                PostgresSavedViews::read);
    }

    private static Map<String, @Nullable Object> values(SavedView view) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("shared", view.shared());
        values.put("name", view.name());
        values.put("address", view.address());
        values.put("updated_at", Timestamps.of(view.updatedAt()));
        return values;
    }

    private static SavedView read(ResultSet row) throws SQLException {
        return new SavedView(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                row.getBoolean("shared"),
                row.getString("name"),
                row.getString("address"),
                Timestamps.read(row, "updated_at"));
    }
}
