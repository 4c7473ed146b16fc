/** Looks at the configuration and at the world it speaks of, and starts nothing: {@code --check-config}. */
@NullMarked
package io.logaggregator.server.check;

import org.jspecify.annotations.NullMarked;
