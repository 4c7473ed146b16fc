package io.logaggregator.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.common.StoreUnavailableException;
import java.lang.Thread.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final SecretHash SECRET = SecretHash.of("secret");
    private static final SecretHash FIRST = SecretHash.of("the first key there is");

    private final FakeApiKeys keys = new FakeApiKeys();
    private Instant now = NOON;
    private final KeyRing ring =
            new KeyRing(new ConfiguredKey(FIRST, new ConfiguredKey.Source.Setting()), keys, () -> now);

    @Test
    void configuredKey_hasAllScopesWithoutTheStore() {
        keys.away = true;

        assertThat(ring.use(FIRST).orElseThrow().scopes()).isEqualTo(EnumSet.allOf(Scope.class));
    }

    @Test
    void key_isFoundOnFirstUse() {
        ApiKey key = create(Optional.empty());

        assertThat(ring.use(SECRET)).contains(key);
        assertThat(ring.use(SecretHash.of("another"))).isEmpty();
    }

    @Test
    void keyOfAnotherInstance_isValidAtOnce() {
        ring.refresh();

        ApiKey key = create(Optional.empty());

        assertThat(ring.use(SECRET)).contains(key);
    }

    @Test
    void unknownKeys_shareQueries() throws InterruptedException {
        ring.refresh();
        int before = keys.reads.get();
        List<Thread> callers = new ArrayList<>();
        keys.blocked.lock();
        try {
            for (int number = 0; number < 20; number++) {
                SecretHash unknown = SecretHash.of("unknown " + number);
                callers.add(Thread.ofPlatform().start(() -> ring.use(unknown)));
            }
            await().until(() -> callers.stream()
                    .allMatch(caller -> EnumSet.of(State.BLOCKED, State.WAITING).contains(caller.getState())));
        } finally {
            keys.blocked.unlock();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(keys.reads.get() - before).isBetween(1, 2);
    }

    @Test
    void unknownKey_isRejectedWithoutTheStore() {
        ring.refresh();
        keys.away = true;

        assertThat(ring.use(SECRET)).isEmpty();
    }

    @Test
    void keyCreatedAfterAnOutage_isValidAtOnce() {
        ring.refresh();
        keys.away = true;
        ring.refresh();
        keys.away = false;

        ApiKey key = create(Optional.empty());

        assertThat(ring.use(SECRET)).contains(key);
    }

    @Test
    void revokedKey_isRejectedAfterTheNextRefresh() {
        ApiKey key = create(Optional.empty());
        ring.refresh();
        keys.revoke(key.id(), Actor.SYSTEM, NOON);

        ring.refresh();

        assertThat(ring.use(SECRET)).isEmpty();
    }

    @Test
    void expiredKey_isRejectedWithoutRefresh() {
        create(Optional.of(NOON.plusSeconds(60)));
        assertThat(ring.use(SECRET)).isPresent();

        now = NOON.plusSeconds(60);

        assertThat(ring.use(SECRET)).isEmpty();
    }

    @Test
    void knownKeys_stayValidWithoutTheStore() {
        ApiKey key = create(Optional.empty());
        ring.refresh();
        keys.away = true;

        ring.refresh();

        assertThat(ring.use(SECRET)).contains(key);
    }

    @Test
    void unreadKeys_areUnavailableNotInvalid() {
        keys.away = true;

        assertThatThrownBy(() -> ring.use(SECRET)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void lastUse_isStoredOnceAlsoAfterAnOutage() {
        ApiKey key = create(Optional.empty());
        ring.use(SECRET);
        keys.away = true;
        ring.storeUse();
        keys.away = false;

        ring.storeUse();

        assertThat(keys.used).containsEntry(key.id(), NOON);
        keys.used.clear();
        ring.storeUse();
        assertThat(keys.used).isEmpty();
    }

    private ApiKey create(Optional<Instant> expiresAt) {
        ApiKey key = new ApiKey(
                UUID.randomUUID(),
                "reader",
                Set.of(Scope.READ),
                Glob.ANY,
                Glob.ANY,
                NOON,
                expiresAt,
                Optional.empty(),
                Optional.empty());
        keys.create(key, SECRET, Actor.SYSTEM);
        return key;
    }
}
