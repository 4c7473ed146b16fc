package io.logaggregator.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document of the page and its Content-Security-Policy, which permits the import map and the scripts of this server
 * only.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 * @see <a href="https://www.w3.org/TR/trusted-types/">Trusted Types</a>
 */
record PageDocument(String content, String policy) {

    /** Browsers hash the exact text between the tags. */
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(?<json>.*?)</script>", Pattern.DOTALL);

    static PageDocument of(String content) {
        Matcher importMap = IMPORT_MAP.matcher(content);
        if (!importMap.find()) {
            throw new IllegalStateException("index.html (expected: an import map)");
        }
        byte[] json = importMap.group("json").getBytes(UTF_8);
        return new PageDocument(content, policy(ContentHash.of(json).base64()));
    }

    private static String policy(String importMapHash) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + importMapHash + "'",
                "style-src 'self'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }
}
