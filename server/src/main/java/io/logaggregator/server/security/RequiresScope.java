package io.logaggregator.server.security;

import io.logaggregator.core.access.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which scope a key must have to use a route. Each route below {@code /api} says so, or nobody may use it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {

    /** The scope; none where any key will do. */
    Scope[] value();
}
