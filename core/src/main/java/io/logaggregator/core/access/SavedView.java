package io.logaggregator.core.access;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.time.Instant;
import java.util.UUID;

/**
 * A named view of the web page: the address of a page with its parameters, such as query, columns and time range.
 *
 * @param owner name of the key that created the view
 * @param shared whether all keys see the view, or its owner only
 * @param address relative, for example {@code logs?query=level%3AERROR&from=-1h}
 */
public record SavedView(UUID id, String owner, boolean shared, String name, String address, Instant updatedAt) {

    public static final int MAX_NAME_LENGTH = 80;
    public static final int MAX_ADDRESS_LENGTH = 4_000;

    private static final int MAX_PAGE_LENGTH = 40;

    /** @throws InvalidDefinitionException for an invalid name or address */
    public SavedView {
        require(
                !name.isBlank()
                        && name.equals(name.strip())
                        && name.length() <= MAX_NAME_LENGTH
                        && NameText.isValid(name),
                "name",
                NameText.escaped(name),
                "1 to " + MAX_NAME_LENGTH + " characters, without surrounding whitespace and control characters");
        require(
                address.length() <= MAX_ADDRESS_LENGTH && isAddress(address),
                "address",
                NameText.escaped(address),
                "the name of a page, optionally with ? and encoded parameters, at most " + MAX_ADDRESS_LENGTH
                        + " characters");
    }

    /** Whether the owner of a key sees this view. Names of keys are case-insensitive. */
    public boolean isVisibleTo(String keyName) {
        return shared || isOwnedBy(keyName);
    }

    public boolean isOwnedBy(String keyName) {
        return owner.equalsIgnoreCase(keyName);
    }

    /** A page of this server only: a link to it can neither leave the server nor run a script. */
    private static boolean isAddress(String address) {
        int end = address.indexOf('?');
        String page = end < 0 ? address : address.substring(0, end);
        return !page.isEmpty()
                && page.length() <= MAX_PAGE_LENGTH
                && page.chars().allMatch(character -> (character >= 'a' && character <= 'z') || character == '-')
                && address.chars().allMatch(character -> character > ' ' && character <= '~' && character != '#');
    }
}
