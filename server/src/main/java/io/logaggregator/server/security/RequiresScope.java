package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope that a route requires. Every route below {@code /api} must declare one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {

    /** The scope; empty if any key suffices. */
    Scope[] value();
}
