package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditEntry.Action;
import io.logaggregator.core.access.AuditEntry.Kind;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.access.AuditedTable.Updated;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** API keys in {@code api_key}. Thread-safe. */
public final class PostgresApiKeys implements ApiKeys {

    private final AuditedTable<ApiKey> table;

    public PostgresApiKeys(DataSource pool) {
        table = new AuditedTable<>(
                pool,
                "api_key",
                Kind.KEY,
                "*",
                "to_jsonb(api_key) - 'secret_hash'",
                "lower(name), created_at",
                new AuditedTable.Limit(Sql.of("revoked_at is null"), MAX_COUNT),
                PostgresApiKeys::read);
    }

    @Override
    public long version() {
        return table.version();
    }

    @Override
    public List<ApiKey> list() {
        return Sql.of("""
                        select * from api_key
                        where revoked_at is null
                            or id in (select id from api_key where revoked_at is not null order by revoked_at desc limit ?)
                        order by lower(name), created_at""", MAX_COUNT).list(table.pool(), PostgresApiKeys::read);
    }

    @Override
    public Optional<ApiKey> find(UUID id) {
        return table.find(id);
    }

    @Override
    public Map<SecretHash, ApiKey> bySecret() {
        Map<SecretHash, ApiKey> keys = new HashMap<>();
        Sql.of("select * from api_key where revoked_at is null")
                .list(table.pool(), row -> keys.put(SecretHash.ofBytes(row.getBytes("secret_hash")), read(row)));
        return keys;
    }

    @Override
    public void create(ApiKey key, SecretHash secret, Actor actor) {
        table.insert(key.id(), key.name(), version -> values(key, secret), actor, key.createdAt());
    }

    private static Map<String, @Nullable Object> values(ApiKey key, SecretHash secret) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", key.id());
        values.put("name", key.name());
        values.put("secret_hash", secret.bytes());
        values.put("scopes", key.scopes().stream().map(Scope::name).toArray(String[]::new));
        values.put("host_pattern", key.host().pattern());
        values.put("environment_pattern", key.environment().pattern());
        values.put("created_at", Timestamps.of(key.createdAt()));
        values.put("expires_at", key.expiresAt().map(Timestamps::of).orElse(null));
        return values;
    }

    @Override
    public boolean revoke(UUID id, Actor actor, Instant now) {
        return table.update(
                        id,
                        "",
                        Action.REVOKED,
                        (connection, before, version) -> before.revokedAt().isPresent()
                                ? Optional.empty()
                                : Optional.of(Map.of("revoked_at", Timestamps.of(now))),
                        actor,
                        now)
                .map(Updated::changed)
                .orElse(false);
    }

    /** Locks rows in the order of their ids, as other instances do. */
    @Override
    public void used(Map<UUID, Instant> at) {
        Sql update = Sql.of(
                """
                with used as materialized (
                    select api_key.id, given.at
                    from unnest(?::text[], ?::timestamptz[]) as given (id, at)
                    join api_key on api_key.id = given.id::uuid
                    where api_key.last_used_at is null or api_key.last_used_at < given.at
                    order by api_key.id
                    for no key update of api_key
                )
                update api_key set last_used_at = used.at from used where api_key.id = used.id
                """,
                Columns.of(at.entrySet())
                        .text(Map.Entry::getKey)
                        .timestamp(Map.Entry::getValue)
                        .arrays());
        Query.run(table.pool(), update::update);
    }

    private static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                scopes(row),
                new Glob(row.getString("host_pattern")),
                new Glob(row.getString("environment_pattern")),
                Timestamps.read(row, "created_at"),
                Timestamps.readIfAny(row, "expires_at"),
                Timestamps.readIfAny(row, "last_used_at"),
                Timestamps.readIfAny(row, "revoked_at"));
    }

    private static Set<Scope> scopes(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("scopes").getArray())
                .map(Scope::valueOf)
                .collect(Collectors.toSet());
    }
}
