package io.logaggregator.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logaggregator.store.postgres.PostgresStoreConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rules for the dependencies between modules and packages, checked on the classes of all modules. */
@AnalyzeClasses(packages = "io.logaggregator", importOptions = ImportRulesTest.AnalyzedClasses.class)
class ImportRulesTest {

    private static final int MAX_TYPES_PER_PACKAGE = 20;

    private static final String CORE = "io.logaggregator.core..";
    private static final String WIRE = "io.logaggregator.wire..";
    private static final String GATEWAYS = "io.logaggregator.gateways..";
    private static final String QUEUE = "io.logaggregator.queue..";
    private static final String STORE = "io.logaggregator.store..";
    private static final String NOTIFIERS = "io.logaggregator.notifiers..";
    private static final String AGENT = "io.logaggregator.agent..";
    private static final String SERVER = "io.logaggregator.server..";
    private static final String WIRING = "io.logaggregator.server.wiring..";
    private static final String EMBEDDED = "io.logaggregator.embedded";
    private static final String EMBEDDED_SERVERS = "io.logaggregator.embedded.servers..";
    private static final String TESTKIT = "io.logaggregator.testkit..";
    private static final String FAULTS = "io.logaggregator.faults..";
    private static final String BENCHMARKS = "io.logaggregator.benchmarks..";
    private static final String DEPLOY = "io.logaggregator.deploy..";

    /** The other modules that each module may use. */
    private static final Map<String, Set<String>> MODULES = Map.ofEntries(
            Map.entry(CORE, Set.of()),
            Map.entry(WIRE, Set.of(CORE)),
            Map.entry(GATEWAYS, Set.of(CORE, WIRE)),
            Map.entry(QUEUE, Set.of(CORE)),
            Map.entry(STORE, Set.of(CORE)),
            Map.entry(NOTIFIERS, Set.of(CORE)),
            Map.entry(AGENT, Set.of(CORE, WIRE, QUEUE)),
            Map.entry(SERVER, Set.of(CORE, WIRE, GATEWAYS, QUEUE, STORE, NOTIFIERS)),
            Map.entry(EMBEDDED_SERVERS, Set.of()),
            Map.entry(EMBEDDED, Set.of(CORE, WIRE, QUEUE, AGENT, SERVER, EMBEDDED_SERVERS)),
            Map.entry(TESTKIT, Set.of(CORE, EMBEDDED_SERVERS)),
            Map.entry(FAULTS, Set.of(CORE, STORE, SERVER, EMBEDDED_SERVERS, TESTKIT)),
            Map.entry(BENCHMARKS, Set.of(CORE, WIRE, QUEUE, STORE, SERVER, EMBEDDED_SERVERS, TESTKIT)),
            Map.entry(DEPLOY, Set.of(CORE, STORE, AGENT, SERVER, EMBEDDED_SERVERS, TESTKIT)));

    /** The libraries that a module may use, where they are limited, in addition to {@link #COMMON}. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            CORE, Set.of("com.google.re2j.."),
            WIRE, Set.of("tools.jackson.core.."),
            GATEWAYS, Set.of("tools.jackson.core..", "com.github.luben.zstd.."),
            QUEUE, Set.of("org.apache.kafka..", "net.jpountz.lz4.."),
            STORE,
                    Set.of(
                            "org.postgresql..",
                            "com.zaxxer.hikari..",
                            "org.flywaydb..",
                            "com.github.benmanes.caffeine..",
                            "tools.jackson.core.."),
            NOTIFIERS,
                    Set.of(
                            "tools.jackson.core..",
                            "jakarta.mail..",
                            "org.eclipse.angus.mail.smtp..",
                            "com.samskivert.mustache.."),
            AGENT, Set.of("oshi..", "picocli..", "org.yaml.snakeyaml..", "ch.qos.logback.."),
            EMBEDDED_SERVERS, Set.of("org.apache.kafka..", "kafka..", "io.zonky.."));

    private static final Set<String> COMMON = Set.of("java..", "javax..", "org.jspecify..", "org.slf4j..");

    /** Packages that are still larger: this list only gets shorter. */
    private static final Set<String> TOO_LARGE = Set.of();

    @ArchTest
    static void modules_dependOnAllowedModulesOnly(JavaClasses all) {
        MODULES.forEach((module, allowed) -> noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(array(
                        MODULES.keySet().stream().filter(other -> !other.equals(module) && !allowed.contains(other))))
                .because(module + " may depend on " + allowed)
                .check(all));
    }

    @ArchTest
    static void modules_dependOnAllowedLibrariesOnly(JavaClasses all) {
        LIBRARIES.forEach((module, allowed) -> classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(array(
                        Stream.of(Set.of("io.logaggregator.."), COMMON, allowed).flatMap(Collection::stream)))
                .check(all));
    }

    @ArchTest
    static final ArchRule spring_isUsedByServerAndItsUsersOnly = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, EMBEDDED, BENCHMARKS, DEPLOY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule testLibraries_areUsedByTestkitOnly = noClasses()
            .that()
            .resideOutsideOfPackages(TESTKIT, DEPLOY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.assertj..", "org.awaitility..");

    @ArchTest
    static final ArchRule adapters_areUsedByWiringOnly = noClasses()
            .that()
            .resideInAPackage(SERVER)
            .and()
            .resideOutsideOfPackage(WIRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(QUEUE, STORE, NOTIFIERS);

    @ArchTest
    static final ArchRule packages_haveNoCycles = slices().matching("io.logaggregator.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), equivalentTo(PostgresStoreConfig.class)); // in the store's root package

    @ArchTest
    static void packages_haveAtMost20Types(JavaClasses all) {
        Map<String, List<JavaClass>> types = all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !TOO_LARGE.contains(type.getPackageName()))
                .collect(groupingBy(JavaClass::getPackageName));
        types.forEach((name, ofPackage) ->
                assertThat(ofPackage).as("types of package %s", name).hasSizeLessThanOrEqualTo(MAX_TYPES_PER_PACKAGE));
    }

    private static String[] array(Stream<String> packages) {
        return packages.toArray(String[]::new);
    }

    /** Main classes, without generated ones and a benchmark in the store's package, and the tests that deploy consists of. */
    static final class AnalyzedClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            boolean test = location.contains("/test-classes/") && !location.contains("/deploy/target/");
            return !test && !location.contains("jmh_generated") && !location.contains("CopyBenchmark");
        }
    }
}
