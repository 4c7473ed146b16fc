/** What the program says of itself in its log, and how much of it. */
@NullMarked
package io.logaggregator.server.log;

import org.jspecify.annotations.NullMarked;
