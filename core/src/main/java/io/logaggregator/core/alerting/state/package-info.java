/**
 * Alert states between two evaluations, and the port that loads and saves them. Start at {@link
 * io.logaggregator.core.alerting.state.AlertStateStore}.
 */
@NullMarked
package io.logaggregator.core.alerting.state;

import org.jspecify.annotations.NullMarked;
