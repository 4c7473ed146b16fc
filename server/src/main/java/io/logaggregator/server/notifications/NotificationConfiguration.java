package io.logaggregator.server.notifications;

import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.DeliveryLimits;
import io.logaggregator.core.alerting.notify.NotificationMetrics;
import io.logaggregator.core.alerting.notify.NotificationSender;
import io.logaggregator.core.alerting.notify.Notifier;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.notify.Outbox.Backlog;
import io.logaggregator.core.alerting.silence.MutedNotifications;
import io.logaggregator.core.alerting.silence.MutingTask;
import io.logaggregator.core.common.Backoff;
import io.logaggregator.core.store.Store;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.BackgroundLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.lifecycle.StoreGauges;
import io.logaggregator.server.settings.AlertSettings;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends the notifications of the outbox, and measures its backlog. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

    private static final Logger log = LoggerFactory.getLogger(NotificationConfiguration.class);

    /** Added to the timeout of the requests, for name resolution and for storing the result. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(30);

    private static final Duration INITIAL_STORE_BACKOFF = Duration.ofMillis(250);
    private static final Duration MAX_STORE_BACKOFF = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration GAUGE_INTERVAL = Duration.ofSeconds(5);

    @Bean
    NotificationSender notificationSender(
            Store store,
            Notifier notifier,
            ChannelKinds kinds,
            MeterRegistry registry,
            AlertSettings settings,
            InstantSource clock) {
        AlertSettings.Webhook webhook = settings.webhook();
        return new NotificationSender(
                store.outbox(),
                store.channels(),
                notifier,
                new MicrometerNotificationMetrics(registry),
                new DeliveryLimits(
                        webhook.maxConcurrent(),
                        webhook.timeout().multipliedBy(ChannelKind.MAX_REQUESTS).plus(LEASE_MARGIN),
                        webhook.giveUpAfter(),
                        new Backoff(webhook.initialBackoff(), webhook.maxBackoff(), new Random()),
                        kinds.withEveryTransition()),
                new Backoff(INITIAL_STORE_BACKOFF, MAX_STORE_BACKOFF, new Random()),
                clock);
    }

    /** Starts the sender after ingest, when the schema exists. */
    @Bean
    BackgroundLifecycle notificationLifecycle(NotificationSender sender, IngestLifecycle ingest) {
        return new BackgroundLifecycle("notifications") {

            @Override
            protected void begin() {
                ingest.whenStarted(() -> {
                    sender.start();
                    log.info("notification sender started");
                });
            }

            @Override
            protected void end() throws InterruptedException {
                sender.stop(STOP_TIMEOUT);
            }
        };
    }

    @Bean
    PeriodicTask mutingTask(MutedNotifications notifications, IngestLifecycle lifecycle, InstantSource clock) {
        MutingTask task = new MutingTask(notifications, clock);
        return PeriodicTask.start("muting", MutingTask.INTERVAL, lifecycle.onceStarted(task));
    }

    @Bean
    PeriodicTask outboxGauges(MeterRegistry registry, Outbox outbox, InstantSource clock) {
        return PeriodicTask.start("outbox-gauges", GAUGE_INTERVAL, backlogGauges(registry, outbox, clock));
    }

    static Runnable backlogGauges(MeterRegistry registry, Outbox outbox, InstantSource clock) {
        return new StoreGauges<>("outbox backlog", outbox::backlog, registry)
                .with("aggregator.notifications.pending", "notifications", "Pending notifications", Backlog::pending)
                .with(
                        "aggregator.notifications.failed",
                        "notifications",
                        "Notifications that failed after the last attempt",
                        Backlog::failed)
                .with(
                        "aggregator.notifications.failing.channels",
                        "channels",
                        "Enabled channels whose notifications wait after several consecutive failures",
                        Backlog::failingChannels)
                .with(
                        "aggregator.notifications.oldest.age",
                        "seconds",
                        "Age of the oldest pending notification, 0 if there is none",
                        backlog -> backlog.oldest()
                                .map(since -> seconds(Duration.between(since, clock.instant())))
                                .orElse(0.0));
    }

    /** Not negative: the clock of the instance that added the notification may be ahead. */
    private static double seconds(Duration age) {
        return Math.max(0, age.toMillis() / 1e3);
    }

    /**
     * Metrics of the notification sender in Micrometer. {@code aggregator.notification.attempts} counts each attempt once, by
     * result. All timers are registered at startup with 0, so that rates work from the first attempt.
     */
    static final class MicrometerNotificationMetrics implements NotificationMetrics {

        private final MeterProvider<Timer> attempts;

        MicrometerNotificationMetrics(MeterRegistry registry) {
            attempts = Timer.builder("aggregator.notification.attempts")
                    .description("Time from the claim of a notification to the result of its delivery, by result")
                    .serviceLevelObjectives(Stream.of(10, 50, 100, 250, 1_000, 2_500, 10_000)
                            .map(Duration::ofMillis)
                            .toArray(Duration[]::new))
                    .withRegistry(registry);
            Arrays.stream(Result.values()).forEach(this::timer);
        }

        @Override
        public void sent(Result result, Duration duration) {
            timer(result).record(duration);
        }

        private Timer timer(Result result) {
            return attempts.withTag("result", result.name().toLowerCase(Locale.ROOT));
        }
    }
}
