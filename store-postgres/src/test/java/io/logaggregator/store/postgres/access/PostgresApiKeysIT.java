package io.logaggregator.store.postgres.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresApiKeysIT {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-1");
    private static final SecretHash SECRET = SecretHash.of("secret");

    private TestPostgres.Database database;
    private PostgresStore store;
    private ApiKeys keys;

    @BeforeEach
    void open() throws Exception {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        keys = store.apiKeys();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void create_storesKeyWithoutSecret() {
        ApiKey key = new ApiKey(
                new UUID(7, 7),
                "Shippers",
                EnumSet.of(Scope.INGEST, Scope.READ),
                new Glob("web-*"),
                new Glob("prod"),
                NOON,
                Optional.of(NOON.plusSeconds(60)),
                Optional.empty(),
                Optional.empty());

        keys.create(key, SECRET, ANNA);

        assertThat(keys.list()).containsExactly(key);
        assertThat(keys.find(key.id())).contains(key);
        assertThat(keys.bySecret()).isEqualTo(Map.of(SECRET, key));
    }

    @Test
    void create_rejectsName_untilOtherKeyIsRevoked() {
        ApiKey first = key("Shippers");
        keys.create(first, SECRET, ANNA);

        assertThatThrownBy(() -> keys.create(key("shippers"), SecretHash.of("other"), ANNA))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessage("name: shippers (expected: a name that no other key has)");

        keys.revoke(first.id(), ANNA, NOON);
        keys.create(key("shippers"), SecretHash.of("other"), ANNA);
        assertThat(keys.list()).hasSize(2);
    }

    @Test
    void create_isRejected_beyondTheMaximum() throws Exception {
        insertKeys("null", ApiKeys.MAX_COUNT - 1);
        ApiKey last = key("last");
        keys.create(last, SECRET, ANNA);

        assertThatThrownBy(() -> keys.create(key("one more"), SecretHash.of("other"), ANNA))
                .isInstanceOf(CountLimitException.class)
                .hasMessage("The number of keys has reached the maximum, 1000. Delete another key first.");

        keys.revoke(last.id(), ANNA, NOON);
        keys.create(key("one more"), SecretHash.of("other"), ANNA);
        assertThat(keys.bySecret()).hasSize(ApiKeys.MAX_COUNT);
    }

    @Test
    void list_containsTheLastRevoked() throws Exception {
        insertKeys("created_at", ApiKeys.MAX_COUNT);
        ApiKey revoked = key("revoked last");
        keys.create(revoked, SECRET, ANNA);
        keys.revoke(revoked.id(), ANNA, NOON);

        assertThat(keys.list())
                .hasSize(ApiKeys.MAX_COUNT)
                .extracting(ApiKey::id)
                .contains(revoked.id());
    }

    private void insertKeys(String revokedAt, int count) throws SQLException {
        TestStore.execute(database, """
                insert into api_key (
                    id, name, secret_hash, scopes, host_pattern, environment_pattern, created_at, revoked_at)
                select gen_random_uuid(), 'key ' || number, sha256(number::text::bytea), '{READ}', '*', '*',
                       created_at, %s
                from (select number, timestamptz '2026-11-01Z' + number * interval '1 s' as created_at
                      from generate_series(1, %d) as number) as new_key""".formatted(revokedAt, count));
    }

    @Test
    void revoke_isEffectiveOnce() {
        ApiKey key = key("Shippers");
        keys.create(key, SECRET, ANNA);
        long before = keys.version();

        assertThat(keys.revoke(key.id(), ANNA, NOON)).isTrue();
        assertThat(keys.revoke(key.id(), ANNA, NOON.plusSeconds(1))).isFalse();
        assertThat(keys.revoke(UUID.randomUUID(), ANNA, NOON)).isFalse();

        assertThat(keys.bySecret()).isEmpty();
        assertThat(keys.find(key.id()).orElseThrow().revokedAt()).contains(NOON);
        assertThat(keys.version()).isEqualTo(before + 1);
    }

    @Test
    void lastUse_neverDecreases() {
        ApiKey key = key("Shippers");
        keys.create(key, SECRET, ANNA);

        keys.used(Map.of(key.id(), NOON.plusSeconds(60), UUID.randomUUID(), NOON));
        keys.used(Map.of(key.id(), NOON));

        assertThat(keys.find(key.id()).orElseThrow().lastUsedAt()).contains(NOON.plusSeconds(60));
    }

    @Test
    void changes_areAuditedWithoutSecret() {
        ApiKey key = key("Shippers");
        keys.create(key, SECRET, ANNA);
        keys.revoke(key.id(), ANNA, NOON.plusSeconds(1));

        List<AuditEntry> entries = audit(Set.of(AuditEntry.Kind.KEY));

        assertThat(entries)
                .extracting(AuditEntry::action, AuditEntry::actor, AuditEntry::address, AuditEntry::subject)
                .containsExactly(
                        tuple(
                                AuditEntry.Action.REVOKED,
                                "anna",
                                "192.0.2.7",
                                key.id().toString()),
                        tuple(
                                AuditEntry.Action.CREATED,
                                "anna",
                                "192.0.2.7",
                                key.id().toString()));
        assertThat(entries.getLast().before()).isEmpty();
        assertThat(entries.getLast().after().orElseThrow().text())
                .contains("\"name\": \"Shippers\"")
                .doesNotContain("hash");
        assertThat(audit(Set.of(AuditEntry.Kind.RULE))).isEmpty();
    }

    @Test
    void audit_isPagedAndFiltered() {
        ApiKey key = key("Shippers");
        keys.create(key, SECRET, ANNA);
        keys.revoke(key.id(), new Actor("Ben", "", ""), NOON.plus(Duration.ofDays(1)));
        AuditLog.Filter all = filter(Set.of(), Optional.empty());

        List<AuditEntry> first = store.auditLog().list(all, 1, OptionalLong.empty());
        List<AuditEntry> second =
                store.auditLog().list(all, 1, OptionalLong.of(first.getFirst().id()));

        assertThat(first).extracting(AuditEntry::actor).containsExactly("Ben");
        assertThat(second).extracting(AuditEntry::actor).containsExactly("anna");
        assertThat(store.auditLog().list(filter(Set.of(), Optional.of("ben")), 10, OptionalLong.empty()))
                .isEqualTo(first);
        assertThat(store.auditLog()
                        .list(
                                new AuditLog.Filter(
                                        Set.of(),
                                        Set.of(AuditEntry.Action.REVOKED),
                                        Optional.empty(),
                                        Optional.of(key.id().toString()),
                                        NOON,
                                        NOON.plus(Duration.ofDays(1))),
                                10,
                                OptionalLong.empty()))
                .isEmpty();
    }

    private List<AuditEntry> audit(Set<AuditEntry.Kind> kinds) {
        return store.auditLog().list(filter(kinds, Optional.empty()), 10, OptionalLong.empty());
    }

    private static AuditLog.Filter filter(Set<AuditEntry.Kind> kinds, Optional<String> actor) {
        return new AuditLog.Filter(kinds, Set.of(), actor, Optional.empty(), NOON, NOON.plus(Duration.ofDays(2)));
    }

    private static ApiKey key(String name) {
        return new ApiKey(
                UUID.randomUUID(),
                name,
                Set.of(Scope.INGEST),
                Glob.ANY,
                Glob.ANY,
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
