/**
 * Messages with nested elements, decoded element by element in parts of bounded memory. Start at {@link
 * io.logaggregator.wire.element.NestedDecoder}.
 */
@NullMarked
package io.logaggregator.wire.element;

import org.jspecify.annotations.NullMarked;
