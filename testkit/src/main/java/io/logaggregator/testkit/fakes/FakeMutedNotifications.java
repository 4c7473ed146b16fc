package io.logaggregator.testkit.fakes;

import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.Muting;
import io.logaggregator.core.alerting.silence.Suppression.Definitions;
import io.logaggregator.core.alerting.silence.Suppression.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Definitions and firing alerts of other fakes, without notifications. */
public record FakeMutedNotifications(Supplier<Definitions> stored, Supplier<List<Subject>> alerts)
        implements MutedNotifications {

    @Override
    public long version() {
        return 0;
    }

    @Override
    public Definitions definitions(Instant now) {
        return stored.get();
    }

    @Override
    public List<Subject> firing() {
        return alerts.get();
    }

    @Override
    public List<Candidate> pending(Instant dueUntil, int limit, Optional<UUID> after) {
        return List.of();
    }

    @Override
    public void mute(List<Decision> decisions, Instant dueUntil) {}

    @Override
    public Set<Muting> reasons() {
        return Set.of();
    }

    @Override
    public List<Muted> muted(Set<Muting> reasons, int limit, Optional<UUID> after) {
        return List.of();
    }

    @Override
    public void apply(Changes changes, Instant now) {}

    @Override
    public void deleteExpired(Instant now) {}
}
