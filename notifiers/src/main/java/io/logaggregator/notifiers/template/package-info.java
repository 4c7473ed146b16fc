/**
 * Sends requests whose body is a template of the channel. Start at {@link
 * io.logaggregator.notifiers.template.TemplateNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.template;

import org.jspecify.annotations.NullMarked;
