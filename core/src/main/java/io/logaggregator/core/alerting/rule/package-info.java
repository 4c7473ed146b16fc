/**
 * Alert rules: conditions, severity thresholds, matchers, and the port that stores them. Start at {@link
 * io.logaggregator.core.alerting.rule.RuleDefinition}.
 */
@NullMarked
package io.logaggregator.core.alerting.rule;

import org.jspecify.annotations.NullMarked;
