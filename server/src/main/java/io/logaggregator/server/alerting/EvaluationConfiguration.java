package io.logaggregator.server.alerting;

import io.logaggregator.core.alerting.engine.CachedRules;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluationTask;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.logs.match.LogMatching;
import io.logaggregator.server.ingest.IngestLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.TopicFormat;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the rules of this instance fresh, and has judged what time alone decides. */
@Configuration(proxyBeanMethods = false)
class EvaluationConfiguration {

    /** Every instance is to act on a changed rule within a second. */
    private static final Duration REFRESH = Duration.ofMillis(300);

    private static final Duration TICK = Duration.ofSeconds(1);

    @Bean
    CachedRules ruleBook(AlertRules rules, LogMatching matching) {
        return new CachedRules(rules, matching);
    }

    @Bean
    PeriodicTask ruleRefresh(CachedRules rules, IngestLifecycle lifecycle) {
        return PeriodicTask.start("rules", REFRESH, lifecycle.onceStarted(rules::refresh));
    }

    @Bean
    PeriodicTask alertTick(
            TimeBasedEvaluation clock, CachedRules rules, QueueSettings queue, IngestLifecycle lifecycle) {
        Set<String> topics =
                queue.kafka().topics().stream().map(TopicFormat::topic).collect(Collectors.toSet());
        TimeBasedEvaluationTask ticker = new TimeBasedEvaluationTask(clock, rules, topics);
        return PeriodicTask.start("alert-tick", TICK, lifecycle.onceStarted(ticker));
    }
}
