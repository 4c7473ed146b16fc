package io.logaggregator.server.api;

import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/** A route about a {@link TimeRange}. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@From("")
@Takes(
        name = "to",
        type = ParameterType.INSTANT,
        says = "the first instant after; without it now, and ten minutes more for clocks that are ahead",
        example = "-1m")
@interface Within {

    /** The longest time of which everything is read for an answer. */
    String READ_WHOLE = "${aggregator.api.max-time-range}";

    /** How long before {@code to} the usual time begins. */
    @AliasFor(annotation = From.class, attribute = "value")
    String value();

    /** How long the time may be at most. */
    @AliasFor(annotation = From.class, attribute = "longest")
    String longest() default "";
}
