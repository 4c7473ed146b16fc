package io.logaggregator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without windows, which takes half the processor time, with its Playwright driver. Must be used by the thread that opened it. */
final class Chromium implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/bin/chromium-headless-shell");

    /** The directory into which the build unpacks the Node of the driver, if Chromium is installed. */
    private static final Path DRIVER = Path.of("target/playwright/driver").toAbsolutePath();

    /** Milliseconds, for assertions, actions and navigation: far above the usual time, because a build shares the processors. */
    private static final double LIMIT = 300_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Chromium open() {
        assertThat(isInstalled()).as(PROGRAM + " exists").isTrue();
        System.setProperty("playwright.nodejs.path", node().toString());
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        LaunchOptions options = new LaunchOptions()
                .setExecutablePath(PROGRAM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking"));
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    private static Path node() {
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux";
        Path node = DRIVER.resolve(platform).resolve("node");
        assertThat(node.toFile().setExecutable(true)).as("%s is unpacked", node).isTrue();
        return node;
    }

    BrowserContext newContext(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(LIMIT);
        return context;
    }

    /** Closes all windows, whose pages would go on to poll the server. */
    void closeContexts() {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
