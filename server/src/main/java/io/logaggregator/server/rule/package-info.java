/**
 * Rules as people write them, over the API and in the configuration. All values are text here, and each mistake is told
 * by the name of its field.
 */
@NullMarked
package io.logaggregator.server.rule;

import org.jspecify.annotations.NullMarked;
