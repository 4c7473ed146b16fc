/** Holds the page to its promises without a browser. */
@NullMarked
package io.logaggregator.ui;

import org.jspecify.annotations.NullMarked;
