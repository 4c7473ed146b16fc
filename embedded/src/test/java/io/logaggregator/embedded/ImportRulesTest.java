package io.logaggregator.embedded;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.logaggregator.store.postgres.PostgresStoreConfig;

/** Who may import whom. Lives here because from here every module can be seen. */
@AnalyzeClasses(packages = "io.logaggregator", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

    private static final String CORE = "io.logaggregator.core..";
    private static final String WIRE = "io.logaggregator.wire..";
    private static final String QUEUE = "io.logaggregator.queue..";
    private static final String STORE = "io.logaggregator.store..";
    private static final String NOTIFIERS = "io.logaggregator.notifiers..";
    private static final String AGENT = "io.logaggregator.agent..";
    private static final String SERVER = "io.logaggregator.server..";
    private static final String EMBEDDED = "io.logaggregator.embedded";
    private static final String EMBEDDED_SERVERS = "io.logaggregator.embedded.servers..";

    @ArchTest
    static final ArchRule core_dependsOnJdkJspecifyAndSlf4j = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE, "java..", "org.jspecify..", "org.slf4j..");

    @ArchTest
    static final ArchRule packagesOfCore_haveNoCycles =
            slices().matching("io.logaggregator.core.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheStore_haveNoCycles =
            slices().matching("io.logaggregator.store.postgres.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheStore_dependOnTheRootOnlyForItsConfig = noClasses()
            .that()
            .resideInAPackage("io.logaggregator.store.postgres.*..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.logaggregator.store.postgres")
                    .and(not(equivalentTo(PostgresStoreConfig.class))));

    @ArchTest
    static final ArchRule wire_knowsNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(QUEUE, STORE, NOTIFIERS, AGENT);

    @ArchTest
    static final ArchRule queues_knowNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(QUEUE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRE, STORE, NOTIFIERS, AGENT);

    @ArchTest
    static final ArchRule stores_knowNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRE, QUEUE, NOTIFIERS, AGENT);

    @ArchTest
    static final ArchRule notifiers_knowNoOtherAdapter = noClasses()
            .that()
            .resideInAPackage(NOTIFIERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRE, QUEUE, STORE, AGENT);

    @ArchTest
    static final ArchRule theAgent_knowsNeitherStoreNorNotifiers = noClasses()
            .that()
            .resideInAPackage(AGENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STORE, NOTIFIERS);

    @ArchTest
    static final ArchRule theEmbeddedServers_knowNothingOfOurs = noClasses()
            .that()
            .resideInAPackage(EMBEDDED_SERVERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, WIRE, QUEUE, STORE, NOTIFIERS, AGENT, SERVER, EMBEDDED);

    @ArchTest
    static final ArchRule nobodyButTheOneCommand_knowsTheServer = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SERVER);

    @ArchTest
    static final ArchRule onlyTheServerAndTheOneCommand_knowSpring = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, EMBEDDED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyTheWiring_knowsTheAdaptersOfQueueStoreAndChannels = noClasses()
            .that()
            .resideInAPackage(SERVER)
            .and()
            .resideOutsideOfPackages("io.logaggregator.server.wiring..", "io.logaggregator.server.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(QUEUE, STORE, NOTIFIERS);

    @ArchTest
    static final ArchRule packagesOfTheServer_haveNoCycles =
            slices().matching("io.logaggregator.server.(*)..").should().beFreeOfCycles();
}
