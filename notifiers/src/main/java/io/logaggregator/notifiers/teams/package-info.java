/**
 * Sends cards to Microsoft Teams workflows. Start at {@link
 * io.logaggregator.notifiers.teams.TeamsNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.teams;

import org.jspecify.annotations.NullMarked;
