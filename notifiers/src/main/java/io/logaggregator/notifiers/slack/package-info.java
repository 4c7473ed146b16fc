/**
 * Sends notifications to Slack, by bot token or by incoming webhook. Start at {@link
 * io.logaggregator.notifiers.slack.SlackNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.slack;

import org.jspecify.annotations.NullMarked;
