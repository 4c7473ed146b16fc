package io.logaggregator.benchmarks;

import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.alerting.rule.BuiltInRules;
import io.logaggregator.core.alerting.rule.Thresholds;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How the pipeline is set up.
 *
 * @param rules makes the rules by which is judged
 * @param consumers loops that read the queue
 * @param properties of the database driver
 */
record Pipeline(Consumer<AlertRules> rules, int consumers, Map<String, String> properties) {

    /** As the program is shipped. */
    static final Pipeline SHIPPED = new Pipeline(
            rules -> BuiltInRules.ensure(rules, Thresholds.DEFAULT, Instant.now()), 2, ScratchDatabase.AS_SHIPPED);

    Pipeline judgedBy(Consumer<AlertRules> others) {
        return new Pipeline(others, consumers, properties);
    }

    Pipeline withConsumers(int number) {
        return new Pipeline(rules, number, properties);
    }

    Pipeline synchronous() {
        return new Pipeline(rules, consumers, ScratchDatabase.SYNCHRONOUS);
    }
}
