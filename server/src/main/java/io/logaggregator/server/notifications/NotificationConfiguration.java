package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.DeliveryLimits;
import io.logaggregator.core.alerting.notify.NotificationSender;
import io.logaggregator.core.alerting.notify.Notifier;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.settings.AlertSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the telling of transitions together from the settings. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    private static final int CONCURRENCY = 16;

    /** How much longer than a call a lease is: names are looked up, and the store is told. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    @Bean
    NotificationSender notificationSender(
            Store store, Notifier notifier, MeterRegistry registry, AlertSettings settings, InstantSource clock) {
        AlertSettings.Webhook webhook = settings.webhook();
        return new NotificationSender(
                store.outbox(),
                store.channels(),
                notifier,
                new MicrometerNotificationMetrics(registry),
                new DeliveryLimits(
                        CONCURRENCY,
                        webhook.timeout().plus(LEASE_MARGIN),
                        webhook.attempts(),
                        new Backoff(webhook.firstRetry(), webhook.longestRetry(), new Random())),
                new Backoff(FIRST_WAIT, LONGEST_WAIT, new Random()),
                clock);
    }

    @Bean
    NotificationLifecycle notificationLifecycle(NotificationSender sender, IngestLifecycle ingest) {
        return new NotificationLifecycle(sender, () -> ingest.waitsFor().isEmpty());
    }
}
