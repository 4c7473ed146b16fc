package io.logaggregator.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of a bundler and of the Content-Security-Policy on the page's files. */
class PageFilesTest {

    private static final PageFile DOCUMENT = PageFile.named("index.html");

    private static final int MAX_PACKED_BYTES = 150_000;

    /** Of a page with the headers of its responses, without data. */
    private static final int MAX_COLD_BYTES = 250_000;

    private static final int HEADER_BYTES = 900;

    private static final Pattern MAPPED = Pattern.compile("\"([^\"]+)\": \"\\./([^\"]+)\"");
    private static final Pattern PRELOADED = Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\" />");
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @Test
    void document_linksExistingFiles() {
        assertThat(linked(LOADED))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(PageFile.named(name).path()).isRegularFile());
        assertThat(importMap().entrySet())
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(PageFile.named(entry.getValue()).path()).exists());
    }

    @Test
    void imports_leadToExistingFiles() {
        scripts()
                .forEach(script -> Stream.concat(script.imports().stream(), script.dynamicImports().stream())
                        .forEach(name -> assertThat(resolve(script, name).path())
                                .as("%s imports %s", script.name(), name)
                                .isRegularFile()));
    }

    @Test
    void importedNames_areExported() {
        Pattern names = Pattern.compile("^import \\{([^}]+)} from \"(\\.[^\"]+)\"", Pattern.MULTILINE);
        Pattern name = Pattern.compile("(\\w+)(?: as \\w+)?");
        own().filter(PageFilesTest::isScript)
                .forEach(script -> names.matcher(script.text()).results().forEach(statement -> {
                    String exporting = resolve(script, statement.group(2)).text();
                    name.matcher(statement.group(1))
                            .results()
                            .forEach(imported -> assertThat(exporting)
                                    .as("%s imports %s", script.name(), imported.group(1))
                                    .containsPattern("export (async )?(const|let|function|class) " + imported.group(1)
                                            + "\\b|export \\{[^}]*\\b" + imported.group(1) + "\\b"));
                }));
    }

    /** Without preloads the browser needs one round trip for each level of imports. */
    @Test
    void initialModules_arePreloaded() {
        List<String> needed = closure(PageFile.named("app/main.js")).stream()
                .map(PageFile::name)
                .toList();

        assertThat(linked(PRELOADED)).containsExactlyInAnyOrderElementsOf(needed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\sstyle=", // blocked by the policy in markup
                "styleMap",
                "cssText",
                "unsafe(HTML|SVG|Static|MathML)",
                "(inner|outer)HTML",
                "insertAdjacentHTML",
                "document\\.write",
                "\\beval\\(",
                "new Function",
                "javascript:",
                "\\son[a-z]+=\"", // listeners in markup
                "https?://(?!www\\.w3\\.org/|aggregator:8080|any\\b)", // no third-party requests; configurations of
                // sources
                "console\\."
            })
    void files_haveNoForbiddenConstruct(String forbidden) {
        assertThat(own())
                .allSatisfy(file -> assertThat(file.text()).as(file.name()).doesNotContainPattern(forbidden));
    }

    @Test
    void importMap_isTheOnlyInlineScript() {
        assertThat(DOCUMENT.text())
                .containsOnlyOnce("<script type=\"importmap\">")
                .doesNotContainPattern("<script>")
                .doesNotContain("<style");
    }

    @Test
    void icons_haveDrawings() {
        String drawings = PageFile.named("app/parts/icons.js").text();
        Pattern shown = Pattern.compile("\\bicon\\(\"([a-z]+)\"\\)");
        scripts()
                .forEach(script -> shown.matcher(script.text())
                        .results()
                        .forEach(result ->
                                assertThat(drawings).as(script.name()).contains("\n  " + result.group(1) + ": svg")));
    }

    @Test
    void libraries_includeTheirLicences() {
        assertThat(List.of("lit-html", "lit-element", "lit__reactive-element", "uplot"))
                .allSatisfy(library -> assertThat(
                                PageFile.named("vendor/" + library + "/LICENSE").path())
                        .isRegularFile());
    }

    /** Measured with the shell, as loaded by a browser without a cache. */
    @Test
    void pages_stayBelowPackedSize() {
        PageFile pages = PageFile.named("app/pages.js");
        Set<PageFile> shell = new LinkedHashSet<>(closure(PageFile.named("app/main.js")));
        linked(LOADED).forEach(name -> shell.add(PageFile.named(name)));

        assertThat(pages.dynamicImports()).isNotEmpty().allSatisfy(name -> {
            Set<PageFile> all = new LinkedHashSet<>(shell);
            all.add(DOCUMENT);
            all.addAll(closure(resolve(pages, name)));
            int packed = all.stream().mapToInt(PageFile::packedBytes).sum();
            assertThat(packed).as(name).isLessThan(MAX_PACKED_BYTES);
            assertThat(packed + all.size() * HEADER_BYTES).as(name).isLessThan(MAX_COLD_BYTES);
        });
    }

    /** A script and its static imports. */
    private static Set<PageFile> closure(PageFile script) {
        Set<PageFile> needed = new LinkedHashSet<>();
        Deque<PageFile> open = new ArrayDeque<>(List.of(script));
        while (!open.isEmpty()) {
            PageFile next = open.poll();
            if (needed.add(next)) {
                next.imports().forEach(name -> open.add(resolve(next, name)));
            }
        }
        return needed;
    }

    private static Stream<PageFile> own() {
        return PageFile.all().stream().filter(PageFile::isOwn);
    }

    private static Stream<PageFile> scripts() {
        return PageFile.all().stream().filter(PageFilesTest::isScript);
    }

    private static boolean isScript(PageFile file) {
        return file.name().endsWith(".js");
    }

    private static PageFile resolve(PageFile script, String name) {
        if (name.startsWith(".")) {
            return script.sibling(name);
        }
        return importMap().entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith("/") ? name.startsWith(entry.getKey()) : name.equals(entry.getKey()))
                .map(entry -> PageFile.named(
                        entry.getValue() + name.substring(entry.getKey().length())))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(script.name() + " imports " + name + ", which is not in the import map"));
    }

    private static Map<String, String> importMap() {
        Map<String, String> map = new LinkedHashMap<>();
        MAPPED.matcher(DOCUMENT.text()).results().forEach(entry -> map.put(entry.group(1), entry.group(2)));
        return map;
    }

    private static List<String> linked(Pattern pattern) {
        return pattern.matcher(DOCUMENT.text())
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
