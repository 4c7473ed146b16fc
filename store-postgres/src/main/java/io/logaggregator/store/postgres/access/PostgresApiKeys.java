package io.logaggregator.store.postgres.access;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.sql.Query;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keys in {@code api_key}. Thread-safe. */
public final class PostgresApiKeys implements ApiKeys {

    /** The row for the audit. */
    private static final String JSON = "to_jsonb(api_key) - 'secret_hash' as json";

    private final DataSource pool;

    public PostgresApiKeys(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public long version() {
        return ConfigurationChange.version(pool);
    }

    @Override
    public List<ApiKey> list() {
        return Sql.of("select * from api_key order by lower(name), created_at").list(pool, PostgresApiKeys::read);
    }

    @Override
    public Optional<ApiKey> find(UUID id) {
        return Sql.of("select * from api_key where id = ?", id).first(pool, PostgresApiKeys::read);
    }

    @Override
    public Map<SecretHash, ApiKey> bySecret() {
        Map<SecretHash, ApiKey> keys = new HashMap<>();
        Sql.of("select * from api_key where revoked_at is null")
                .list(pool, row -> keys.put(SecretHash.ofBytes(row.getBytes("secret_hash")), read(row)));
        return keys;
    }

    @Override
    public void create(ApiKey key, SecretHash secret, Actor actor) {
        ConfigurationChange.run(pool, (connection, version) -> {
            String after = ConfigurationChange.write(
                    connection,
                    """
                    insert into api_key (id, name, secret_hash, scopes, host_pattern, environment_pattern, created_at,
                                         expires_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?)
                    returning\s""" + JSON,
                    values(key, secret),
                    row -> row.getString("json"),
                    () -> new DuplicateNameException("key", key.name()));
            audit(connection, key.id(), AuditEntry.Action.CREATED, null, after, actor, key.createdAt());
            return key;
        });
    }

    private static List<@Nullable Object> values(ApiKey key, SecretHash secret) {
        return Arrays.asList(
                key.id(),
                key.name(),
                secret.bytes(),
                key.scopes().stream().map(Scope::name).toArray(String[]::new),
                key.host().pattern(),
                key.environment().pattern(),
                Timestamps.of(key.createdAt()),
                key.expiresAt().map(Timestamps::of).orElse(null));
    }

    @Override
    public boolean revoke(UUID id, Actor actor, Instant now) {
        return ConfigurationChange.run(pool, (connection, version) -> {
            Optional<String> before = Sql.of("select " + JSON + " from api_key where id = ? and revoked_at is null", id)
                    .first(connection, row -> row.getString("json"));
            if (before.isEmpty()) {
                connection.rollback();
                return false;
            }
            String after = Sql.of(
                            "update api_key set revoked_at = ? where id = ? returning " + JSON, Timestamps.of(now), id)
                    .list(connection, row -> row.getString("json"))
                    .getFirst();
            audit(connection, id, AuditEntry.Action.REVOKED, before.get(), after, actor, now);
            return true;
        });
    }

    private static void audit(
            Connection connection,
            UUID id,
            AuditEntry.Action action,
            @Nullable String before,
            @Nullable String after,
            Actor actor,
            Instant now)
            throws SQLException {
        new AuditRow(now, actor, action, AuditEntry.Kind.KEY, id.toString(), before, after).write(connection);
    }

    /** Rows are locked in the order of their ids, as other instances do. */
    @Override
    public void used(Map<UUID, Instant> at) {
        List<UUID> ids = List.copyOf(at.keySet());
        Query.run(pool, connection -> {
            try (PreparedStatement update = connection.prepareStatement("""
                    with used as materialized (
                        select api_key.id, given.at
                        from unnest(?::uuid[], ?::timestamptz[]) as given (id, at)
                        join api_key on api_key.id = given.id
                        where api_key.last_used_at is null or api_key.last_used_at < given.at
                        order by api_key.id
                        for no key update of api_key
                    )
                    update api_key set last_used_at = used.at from used where api_key.id = used.id
                    """)) {
                update.setObject(1, ids.stream().map(UUID::toString).toArray(String[]::new));
                update.setObject(
                        2,
                        ids.stream()
                                .map(id -> Timestamps.of(at.getOrDefault(id, Instant.EPOCH))
                                        .toString())
                                .toArray(String[]::new));
                return update.executeUpdate();
            }
        });
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
