/** Sends notifications as e-mail, one thread per alert. Start at {@link io.logaggregator.notifiers.email.EmailNotifier}. */
@NullMarked
package io.logaggregator.notifiers.email;

import org.jspecify.annotations.NullMarked;
