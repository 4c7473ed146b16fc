/**
 * Sends notifications over HTTP as a signed POST of JSON. Start at {@link
 * io.logaggregator.notifiers.webhook.WebhookNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.webhook;

import org.jspecify.annotations.NullMarked;
