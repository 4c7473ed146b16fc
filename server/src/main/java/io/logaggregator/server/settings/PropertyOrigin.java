package io.logaggregator.server.settings;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.Resource;

/** Where a setting was made, in words. */
final class PropertyOrigin {

    private PropertyOrigin() {}

    /** Blank where nobody knows. */
    static String of(@Nullable Origin origin) {
        return switch (origin) {
            case null -> "";
            case TextResourceOrigin text when text.getResource() != null -> text(text, text.getResource());
            case SystemEnvironmentOrigin variable -> "environment variable " + variable.getProperty();
            case PropertySourceOrigin source when source.getOrigin() != null -> of(source.getOrigin());
            case PropertySourceOrigin source -> source(source);
            default -> origin.toString();
        };
    }

    private static String text(TextResourceOrigin origin, Resource resource) {
        TextResourceOrigin.Location location = origin.getLocation();
        return (location == null ? "" : "line " + (location.getLine() + 1) + " of ") + name(resource);
    }

    private static String name(Resource resource) {
        try {
            return resource.isFile() ? resource.getFile().toString() : resource.getDescription();
        } catch (IOException e) {
            return resource.getDescription();
        }
    }

    private static String source(PropertySourceOrigin origin) {
        return switch (origin.getPropertySource().getName()) {
            case CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME -> "option --" + origin.getPropertyName();
            case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME ->
                "system property " + origin.getPropertyName();
            case String name -> name;
        };
    }
}
