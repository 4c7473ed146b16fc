/** Tests of the container images. */
@NullMarked
package io.logaggregator.deploy.image;

import org.jspecify.annotations.NullMarked;
