/**
 * Which keys there are: the configured one, and those of the store, as this instance knows them; and the sessions of
 * browsers that signed in with one.
 */
@NullMarked
package io.logaggregator.server.access;

import org.jspecify.annotations.NullMarked;
