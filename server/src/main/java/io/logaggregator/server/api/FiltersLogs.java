package io.logaggregator.server.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** A route about the logs of some time that a {@link LogFilter} lets through. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@MatchesLogs
@Within("1d")
@interface FiltersLogs {

    /** How long the time may be at most. */
    @AliasFor(annotation = Within.class, attribute = "longest")
    String longest() default "";
}
