package io.logaggregator.server.api;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Records notifications, and returns a configured outcome. */
final class FakeNotifier implements Notifier {

    Outcome outcome = new Outcome.Delivered();
    final List<Notification> sent = new ArrayList<>();

    void forget() {
        outcome = new Outcome.Delivered();
        sent.clear();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        sent.add(notification);
        return outcome;
    }
}
