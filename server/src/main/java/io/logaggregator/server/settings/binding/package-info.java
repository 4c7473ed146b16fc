/**
 * Binds the settings and reports all errors at once: unknown and renamed keys, values that cannot be converted, and violated
 * constraints. Start with {@link io.logaggregator.server.settings.binding.SettingsCheck}.
 */
@NullMarked
package io.logaggregator.server.settings.binding;

import org.jspecify.annotations.NullMarked;
