package io.logaggregator.server.alerting;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.alerting.kinds.ExternalAlerts;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.Condition;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.ConditionKind;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluation;
import io.logaggregator.core.alerting.scheduled.ScheduledEvaluationTask;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask;
import io.logaggregator.core.alerting.scheduled.TimeBasedEvaluationTask.Work;
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
import java.util.function.Supplier;
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
        late(cached, Threshold.class, Threshold.KIND, registry);
        late(cached, LogCount.class, LogCount.KIND, registry);
        return cached;
    }

    private static void late(
            CachedRules rules, Class<? extends Condition> type, ConditionKind<?> kind, MeterRegistry registry) {
        FunctionCounter.builder(
                        "aggregator.alerts.points.late",
                        rules,
                        cached -> cached.latePoints().count(type))
                .tag("kind", kind.name())
                .description("Samples and log records that were too late for rules of a kind to evaluate them")
                .register(registry);
    }

    @Bean
    PeriodicTask ruleRefresh(CachedRules rules, IngestLifecycle lifecycle) {
        return PeriodicTask.start("rule-refresh", REFRESH_INTERVAL, lifecycle.onceStarted(rules::refresh));
    }

    @Bean
    PeriodicTask timeBasedEvaluationTask(
            TimeBasedEvaluation evaluation,
            CachedRules rules,
            QueueSettings queue,
            IngestLifecycle lifecycle,
            MeterRegistry registry) {
        Set<String> topics = queue.topicNames();
        TimeBasedEvaluationTask task = new TimeBasedEvaluationTask(evaluation, rules, topics);
        lag("due", () -> task.lag(Work.DUE), registry);
        lag("noData", () -> task.lag(Work.NO_DATA), registry);
        lag("stale", () -> task.lag(Work.STALE), registry);
        return PeriodicTask.start("time-based-evaluation", EVALUATION_INTERVAL, lifecycle.onceStarted(task));
    }

    private static void lag(String kind, Supplier<Duration> lag, MeterRegistry registry) {
        Gauge.builder("aggregator.alerts.evaluation.lag", () -> lag.get().toMillis() / 1000.0)
                .tag("kind", kind)
                .description("Time by which the oldest change that time causes was evaluated late, by kind")
                .baseUnit("seconds")
                .register(registry);
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
        lag("scheduled", task::lag, registry);
        return PeriodicTask.start("scheduled-evaluation", EVALUATION_INTERVAL, lifecycle.onceStarted(task));
    }
}
