package io.logaggregator.server.alerting;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluationTask;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluationTask;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.state.TimeBasedEvaluation;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.ingest.IngestLifecycle.StartupTask;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provisions and refreshes the rules, and runs their time-based evaluation. */
@Configuration(proxyBeanMethods = false)
class EvaluationConfiguration {

    /** Every instance applies a changed rule within a second. */
    private static final Duration REFRESH_INTERVAL = Duration.ofMillis(300);

    private static final Duration EVALUATION_INTERVAL = Duration.ofSeconds(1);

    @Bean
    StartupTask provisioning(
            AlertSettings settings,
            ChannelKinds kinds,
            AlertRules rules,
            Channels channels,
            NamedDefinitions<MuteInterval> intervals,
            NamedDefinitions<Inhibition> inhibitions,
            InstantSource clock) {
        return new Provisioning(settings, kinds, rules, channels, intervals, inhibitions, clock);
    }

    @Bean
    CachedRules cachedRules(
            AlertRules rules,
            LogMatching matching,
            AlertSettings settings,
            InstantSource clock,
            MeterRegistry registry) {
        CachedRules cached = new CachedRules(
                rules, matching, settings.maxGroups(), clock, ExternalAlerts.rule(settings.externalSeverity()));
        Gauge.builder("aggregator.rules.error", cached, CachedRules::inError)
                .description("Enabled rules that are not evaluated: invalid, suspended, or failing on stored data")
                .baseUnit("rules")
                .register(registry);
        return cached;
    }

    @Bean
    PeriodicTask ruleRefresh(CachedRules rules, IngestLifecycle lifecycle) {
        return PeriodicTask.start("rule-refresh", REFRESH_INTERVAL, lifecycle.onceStarted(rules::refresh));
    }

    @Bean
    PeriodicTask timeBasedEvaluationTask(
            TimeBasedEvaluation evaluation, CachedRules rules, QueueSettings queue, IngestLifecycle lifecycle) {
        Set<String> topics = queue.topicNames();
        TimeBasedEvaluationTask task = new TimeBasedEvaluationTask(evaluation, rules, topics);
        return PeriodicTask.start("time-based-evaluation", EVALUATION_INTERVAL, lifecycle.onceStarted(task));
    }

    @Bean
    PeriodicTask scheduledEvaluationTask(
            TimeBasedEvaluation watermark,
            ScheduledEvaluation evaluation,
            CachedRules rules,
            QueueSettings queue,
            IngestLifecycle lifecycle,
            MeterRegistry registry) {
        ScheduledEvaluationTask task =
                new ScheduledEvaluationTask(watermark, evaluation, rules, QueryMatching::condition, queue.topicNames());
        FunctionCounter.builder("aggregator.rules.evaluation.failures", task, ScheduledEvaluationTask::failures)
                .description("Failed evaluations of rules on stored data or other rules")
                .register(registry);
        return PeriodicTask.start("scheduled-evaluation", EVALUATION_INTERVAL, lifecycle.onceStarted(task));
    }
}
