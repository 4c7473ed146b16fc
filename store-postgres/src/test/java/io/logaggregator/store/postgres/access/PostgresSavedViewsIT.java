package io.logaggregator.store.postgres.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.AuditEntry;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.SavedView;
import io.logaggregator.core.access.SavedViews;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // JUnit calls open() before each test
class PostgresSavedViewsIT {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-1");

    private TestPostgres.Database database;
    private PostgresStore store;
    private SavedViews views;

    @BeforeEach
    void open() throws Exception {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        views = store.savedViews();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void views_areStoredListedAndAudited() {
        SavedView mine = view("anna", false, "mine");
        SavedView all = view("anna", true, "All");
        SavedView others = view("ben", false, "theirs");
        views.create(mine, ANNA);
        views.create(all, ANNA);
        views.create(others, ANNA);

        assertThat(views.list("ANNA")).containsExactly(all, mine);
        assertThat(views.list("ben")).containsExactly(all, others);
        assertThat(views.find(mine.id())).contains(mine);

        SavedView changed = new SavedView(mine.id(), "anna", true, "ours", "hosts", NOON.plusSeconds(1));
        assertThat(views.update(changed, ANNA)).contains(changed);
        assertThat(views.update(view("anna", true, "unknown"), ANNA)).isEmpty();
        assertThat(views.delete(mine.id(), ANNA, NOON.plusSeconds(2))).isTrue();
        assertThat(views.delete(mine.id(), ANNA, NOON.plusSeconds(3))).isFalse();
        assertThat(views.find(mine.id())).isEmpty();
        assertThat(store.auditLog()
                        .list(
                                new AuditLog.Filter(
                                        Set.of(AuditEntry.Kind.VIEW),
                                        Set.of(),
                                        Optional.empty(),
                                        Optional.of(mine.id().toString()),
                                        NOON,
                                        NOON.plusSeconds(60)),
                                10,
                                OptionalLong.empty()))
                .extracting(AuditEntry::action)
                .containsExactly(AuditEntry.Action.DELETED, AuditEntry.Action.CHANGED, AuditEntry.Action.CREATED);
    }

    @Test
    void name_isUniqueByOwnerOrAmongShared() {
        views.create(view("anna", false, "errors"), ANNA);
        views.create(view("ben", false, "errors"), ANNA);
        SavedView shared = view("anna", true, "errors");
        views.create(shared, ANNA);

        assertThatThrownBy(() -> views.create(view("Anna", false, "Errors"), ANNA))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessage("name: Errors (expected: a name that no other view has)");
        assertThatThrownBy(() -> views.create(view("ben", true, "ERRORS"), ANNA))
                .isInstanceOf(DuplicateNameException.class);
        assertThatThrownBy(() -> views.update(
                        new SavedView(shared.id(), "anna", false, "errors", "logs", NOON.plusSeconds(1)), ANNA))
                .isInstanceOf(DuplicateNameException.class);
    }

    @Test
    void views_areLimitedByOwnerAndShared() throws Exception {
        insert(SavedViews.MAX_PRIVATE, "anna", false);
        insert(SavedViews.MAX_SHARED - 1, "ben", true);
        SavedView own = view("ben", false, "own");
        views.create(own, ANNA);

        assertThatThrownBy(() -> views.create(view("anna", false, "one more"), ANNA))
                .isInstanceOf(CountLimitException.class)
                .hasMessage("The number of views has reached the maximum, 100. Delete another view first.");

        views.create(view("anna", true, "last"), ANNA);
        assertThatThrownBy(() -> views.create(view("anna", true, "one more"), ANNA))
                .isInstanceOf(CountLimitException.class);
        assertThatThrownBy(() ->
                        views.update(new SavedView(own.id(), "ben", true, "own", "logs", NOON.plusSeconds(1)), ANNA))
                .isInstanceOf(CountLimitException.class);
        assertThat(views.list("ben")).hasSize(SavedViews.MAX_SHARED + 1);
    }

    private void insert(int count, String owner, boolean shared) throws Exception {
        TestStore.execute(database, """
                insert into saved_view (id, owner, shared, name, address, updated_at)
                select gen_random_uuid(), '%s', %s, 'view ' || number, 'logs', now()
                from generate_series(1, %d) as number""".formatted(owner, shared, count));
    }

    private static SavedView view(String owner, boolean shared, String name) {
        return new SavedView(UUID.randomUUID(), owner, shared, name, "logs?query=level%3AERROR&from=-1h", NOON);
    }
}
