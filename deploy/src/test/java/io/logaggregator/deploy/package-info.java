/** Tests of deployment files, grouped by subject in subpackages. */
@NullMarked
package io.logaggregator.deploy;

import org.jspecify.annotations.NullMarked;
