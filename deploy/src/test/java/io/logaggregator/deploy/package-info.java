/** Holds what is deployed to what the code does. */
@NullMarked
package io.logaggregator.deploy;

import org.jspecify.annotations.NullMarked;
