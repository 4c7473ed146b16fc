/**
 * Sends requests with a template of the channel as the body. Start at {@link
 * io.logaggregator.notifiers.template.TemplateNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.template;

import org.jspecify.annotations.NullMarked;
