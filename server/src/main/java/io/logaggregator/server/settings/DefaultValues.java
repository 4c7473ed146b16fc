package io.logaggregator.server.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** What the program's own application.yaml says. */
record DefaultValues(List<PropertySource<?>> documents) {

    private static final String FILE = "application.yaml";

    static DefaultValues read() {
        try {
            return new DefaultValues(new YamlPropertySourceLoader().load("defaults", new ClassPathResource(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blank where a key has none. */
    String of(String key) {
        return documents.stream()
                .map(document -> document.getProperty(key))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    /** Whether something comes from there. */
    static boolean isOrigin(@Nullable Origin origin) {
        return switch (origin) {
            case PropertySourceOrigin source -> isOrigin(source.getOrigin());
            case TextResourceOrigin text -> isDefaults(text.getResource());
            case null, default -> false;
        };
    }

    private static boolean isDefaults(@Nullable Resource resource) {
        return resource != null && resource.getDescription().equals(new ClassPathResource(FILE).getDescription());
    }
}
