/**
 * The parameters of the URL: what a route takes is said once, beside it, and so described, checked and read.
 */
@NullMarked
package io.logaggregator.server.parameter;

import org.jspecify.annotations.NullMarked;
