/**
 * The ports of keys and of the sessions of browsers that signed in with one.
 */
@NullMarked
package io.logaggregator.application.access;

import org.jspecify.annotations.NullMarked;
