/**
 * Values and exceptions that every other package uses. Depends on no other package.
 */
@NullMarked
package io.logaggregator.core.common;

import org.jspecify.annotations.NullMarked;
