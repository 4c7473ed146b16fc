package io.logaggregator.server.parameter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter in the URL of a route, beside its handler or on an annotation that stands there. What it says is how the
 * parameter is described, checked and read; what no route says that it takes is refused. Placeholders of settings are
 * filled in.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Takes.Each.class)
public @interface Takes {

    String name();

    /** What it means, in one sentence for those who read the description. */
    String says();

    ParameterType type() default ParameterType.TEXT;

    boolean required() default false;

    /** Whether it may stand there several times: any of the values will do. */
    boolean repeated() default false;

    /** What is meant where nothing is said. Of a time: how long before the end. Empty: nothing. */
    String standard() default "";

    /** Of numbers. */
    String lowest() default "0";

    /** Of numbers and durations. Of a time: how long before the end. */
    String highest() default "";

    /** The names to choose from. */
    Class<? extends Enum<?>> choices() default NoChoice.class;

    String example() default "";

    /** For what is nothing to choose from. */
    enum NoChoice {}

    /** Several parameters. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Each {

        Takes[] value();
    }
}
