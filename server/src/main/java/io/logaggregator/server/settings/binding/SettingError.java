package io.logaggregator.server.settings.binding;

/**
 * An invalid setting.
 *
 * @param key as in application.yaml; the name of an environment variable or system property that belongs to no key
 * @param text key, value unless it may be a secret, and expectation
 * @param origin where it was set; blank for a default
 */
public record SettingError(String key, String text, String origin) {

    /** Whether the error concerns this section or a key in it. */
    public boolean isIn(String section) {
        return key.equals(section) || key.startsWith(section + '.');
    }

    @Override
    public String toString() {
        return origin.isEmpty() ? text : text + ", origin: " + origin;
    }
}
