/**
 * Sends notifications to Mattermost. Start at {@link
 * io.logaggregator.notifiers.mattermost.MattermostNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.mattermost;

import org.jspecify.annotations.NullMarked;
