/** Tests of the page's files that need no browser. */
@NullMarked
package io.logaggregator.ui;

import org.jspecify.annotations.NullMarked;
