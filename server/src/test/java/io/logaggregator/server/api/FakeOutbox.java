package io.logaggregator.server.api;

import static io.logaggregator.server.api.FakePorts.ID;
import static io.logaggregator.server.api.FakePorts.NOW;

import io.logaggregator.core.alerting.alert.AlertHistory;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.common.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An outbox with one notification that was given up and one that waits, to be read only. */
final class FakeOutbox implements Outbox {

    Optional<UUID> alertId = Optional.empty();

    @Override
    public Page<Notification> list(Optional<UUID> alert, int limit, Optional<UUID> after) {
        alertId = alert;
        return new Page<>(
                List.of(
                        notification(Notification.Status.PENDING, 1, "no answer"),
                        notification(Notification.Status.FAILED, 9, "410 Gone")),
                Optional.empty());
    }

    @Override
    public Backlog backlog() {
        return new Backlog(1, 1, Optional.of(NOW));
    }

    private static Notification notification(Notification.Status status, int attempts, String error) {
        AlertHistory history = new FakeAlerts().find(FakeAlerts.OPEN).orElseThrow();
        return new Notification(
                ID,
                history.alert(),
                history.transitions().getFirst(),
                FakeChannels.OURS,
                status,
                attempts,
                NOW,
                NOW.plusSeconds(30),
                Optional.empty(),
                error);
    }

    @Override
    public List<Notification> claim(int limit, Duration lease, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delivered(UUID id, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retry(UUID id, String reason, Instant nextAt) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void failed(UUID id, String reason) {
        throw new UnsupportedOperationException();
    }
}
