package io.logaggregator.server.settings;

/**
 * A setting that cannot be.
 *
 * @param key as it stands in application.yaml; the name of a variable where that belongs to no key
 * @param text the key, the value unless it may be a secret, and what was expected
 * @param place where it was set; blank where nobody did
 */
public record Mistake(String key, String text, String place) {

    /** Whether it is about this section, or about a key in it. */
    public boolean isIn(String section) {
        return key.equals(section) || key.startsWith(section + '.');
    }

    @Override
    public String toString() {
        return place.isEmpty() ? text : text + ", from " + place;
    }
}
