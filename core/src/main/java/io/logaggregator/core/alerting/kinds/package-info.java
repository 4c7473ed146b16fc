/**
 * The kinds of conditions that read stored data or other rules, the functions of their values, and the registry of all kinds.
 * Start at {@link io.logaggregator.core.alerting.kinds.ConditionKinds}.
 */
@NullMarked
package io.logaggregator.core.alerting.kinds;

import org.jspecify.annotations.NullMarked;
