/**
 * Answers of the store that are given again: for a second whatever they are about, and for as long as nothing changes when
 * they are about the past. A store around the store, so that nobody who asks knows of it.
 */
@NullMarked
package io.logaggregator.server.cache;

import org.jspecify.annotations.NullMarked;
