/**
 * Values of settings: texts with a format of their own, and the constraints of the settings records. Start with {@link
 * io.logaggregator.server.settings.values.Between}.
 */
@NullMarked
package io.logaggregator.server.settings.values;

import org.jspecify.annotations.NullMarked;
