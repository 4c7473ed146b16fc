/** Tests of the Kubernetes manifests. */
@NullMarked
package io.logaggregator.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
