package io.logaggregator.benchmarks;

import io.logaggregator.benchmarks.environment.ScratchDatabase;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Thresholds;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Configuration of an ingest pipeline.
 *
 * @param rules creates the alert rules
 * @param consumers number of consumer loops
 * @param properties of the database driver
 */
record Pipeline(Consumer<AlertRules> rules, int consumers, Map<String, String> properties) {

    /** The default configuration of the server. */
    static final Pipeline SHIPPED = new Pipeline(
            rules -> BuiltInRules.ensure(rules, Thresholds.DEFAULT, Instant.now()), 2, ScratchDatabase.ASYNCHRONOUS);

    Pipeline withRules(Consumer<AlertRules> others) {
        return new Pipeline(others, consumers, properties);
    }

    Pipeline withConsumers(int number) {
        return new Pipeline(rules, number, properties);
    }

    Pipeline synchronous() {
        return new Pipeline(rules, consumers, ScratchDatabase.SYNCHRONOUS);
    }
}
