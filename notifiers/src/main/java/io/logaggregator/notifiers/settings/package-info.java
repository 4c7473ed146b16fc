/** Settings that several channel kinds have. Start at {@link io.logaggregator.notifiers.settings.ChannelSettings}. */
@NullMarked
package io.logaggregator.notifiers.settings;

import org.jspecify.annotations.NullMarked;
