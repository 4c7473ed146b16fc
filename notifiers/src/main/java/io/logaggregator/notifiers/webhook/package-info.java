/**
 * Tells transitions of alerts by HTTP: a signed POST of JSON. {@link
 * io.logaggregator.notifiers.webhook.WebhookNotifier} is the way in; the README of this module is for those who receive.
 */
@NullMarked
package io.logaggregator.notifiers.webhook;

import org.jspecify.annotations.NullMarked;
