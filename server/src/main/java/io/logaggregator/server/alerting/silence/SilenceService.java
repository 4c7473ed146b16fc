package io.logaggregator.server.alerting.silence;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.Silence;
import io.logaggregator.core.alerting.silence.Silence.State;
import io.logaggregator.core.alerting.silence.Silences;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.web.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Creates, changes, expires and imports silences, with the semantics of Alertmanager. Thread-safe. */
@Component
final class SilenceService {

    /** Maximum number of silences of an import. */
    static final int MAX_IMPORTED = 1_000;

    private final Silences silences;
    private final InstantSource clock;

    SilenceService(Silences silences, InstantSource clock) {
        this.silences = silences;
        this.clock = clock;
    }

    Instant now() {
        return SilenceForm.micros(clock.instant());
    }

    /** Those that end last first. */
    List<SilenceView> list(Set<State> states) {
        Instant now = now();
        return silences.list().stream()
                .filter(silence -> states.isEmpty() || states.contains(silence.state(now)))
                .map(silence -> SilenceView.of(silence, now))
                .toList();
    }

    SilenceView get(UUID id) {
        return SilenceView.of(existing(id), now());
    }

    /**
     * Creates a silence, or changes the end of the one with the id. A change that an active or expired silence does not allow
     * expires it and creates another one.
     */
    SilenceView save(SilenceForm body) {
        Instant now = now();
        Actor actor = Caller.actor();
        Optional<Silence> before = Optional.ofNullable(body.id()).map(this::existing);
        if (before.isPresent()) {
            Silence old = before.get();
            Instant start = startOf(body, old, now);
            Silence next = body.unchecked(old.id(), start, actor.name(), now);
            if (old.canBecome(next, now)) {
                return SilenceView.of(silences.update(next, actor, now).orElseThrow(() -> missing(old.id())), now);
            }
        }
        Silence created = body.silence(UUID.randomUUID(), actor.name(), now);
        before.filter(old -> old.state(now) != State.EXPIRED)
                .ifPresent(old -> silences.update(old.expired(now), actor, now));
        return SilenceView.of(silences.create(created, actor, now), now);
    }

    /** The start of a changed silence: an active one keeps it. */
    private static Instant startOf(SilenceForm body, Silence old, Instant now) {
        Instant given = body.startsAt();
        return given == null || (old.state(now) == State.ACTIVE && given.isBefore(now))
                ? old.startsAt()
                : SilenceForm.micros(given);
    }

    /** Expires a silence; no effect on an expired one. */
    void expire(UUID id) {
        Silence silence = existing(id);
        Instant now = now();
        if (silence.state(now) != State.EXPIRED) {
            silences.update(silence.expired(now), Caller.actor(), now);
        }
    }

    /** Creates or replaces silences with their ids. Expired ones are skipped, so that an import can be repeated. */
    Imported restore(List<SilenceForm> bodies) {
        if (bodies.size() > MAX_IMPORTED) {
            throw ProblemException.badRequest(
                    "The body has " + bodies.size() + " silences (expected: at most " + MAX_IMPORTED + ").");
        }
        Instant now = now();
        Actor actor = Caller.actor();
        List<Silence> given = bodies.stream()
                .map(body -> body.unchecked(
                        body.id() == null ? UUID.randomUUID() : body.id(),
                        body.startsAt() == null ? now : SilenceForm.micros(body.startsAt()),
                        actor.name(),
                        now))
                .toList();
        int created = 0;
        int changed = 0;
        int expired = 0;
        int unchanged = 0;
        for (Silence silence : given) {
            Optional<Silence> stored = silences.find(silence.id());
            if (silence.state(now) == State.EXPIRED) {
                expired++;
            } else if (stored.isEmpty()) {
                silences.create(silence, actor, now);
                created++;
            } else if (stored.get().withUpdate(now).equals(silence)) {
                unchanged++;
            } else {
                silences.update(silence, actor, now);
                changed++;
            }
        }
        return new Imported(created, changed, unchanged, expired);
    }

    private Silence existing(UUID id) {
        return silences.find(id).orElseThrow(() -> missing(id));
    }

    /** @throws ProblemException if the mute interval or inhibition is of the configuration */
    static void refuseIfProvisioned(String kind, UUID id) {
        if (NamedDefinitions.isProvisioned(id)) {
            throw ProblemException.conflict("The " + kind + " " + id
                    + " is defined in the settings and read-only. Change the setting and restart.");
        }
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no silence " + id + ", or it expired more than 5 days ago.");
    }

    /**
     * The result of an import.
     *
     * @param unchanged silences that exist already
     * @param expired silences that were skipped, since they have expired
     */
    record Imported(int created, int changed, int unchanged, int expired) {}
}
